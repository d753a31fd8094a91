using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.People;

/// <summary>Invitations, passwords and sessions, below the screens. Numbers in brackets are those of the list of threats.</summary>
public sealed class AccountTests
{
    private const string Password = "three small boats";

    private static async Task<(Guid Id, PasswordLink Link)> InviteZoeAsync(TestDesk desk, Role role = Role.Agent)
    {
        var link = await desk.Get<PersonCommands>().InviteAsync(desk.Sam, "Zoe", "Zoe@livedesk.test", role, [desk.Desk.Id]);
        return (link.PersonId, link);
    }

    private static async Task<Guid> HireZoeAsync(TestDesk desk, Role role = Role.Agent)
    {
        var (id, link) = await InviteZoeAsync(desk, role);
        await desk.Get<PasswordCommands>().ChooseAsync(link.Text, Password, default);
        return id;
    }

    private static async Task<(Person Person, string Stamp)?> SignInAsync(TestDesk desk, string? email, string? password)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignInCheck>().WhoAsync(email, password, default);
    }

    [Theory, BothDatabases]
    public async Task Zoe_chooses_a_password_through_her_link_and_signs_in(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, link) = await InviteZoeAsync(desk);
        Assert.Equal("Zoe", await desk.Get<PasswordCommands>().NameBehindAsync(link.Text, default));
        Assert.Null(await SignInAsync(desk, "zoe@livedesk.test", ""));
        await desk.Get<PasswordCommands>().ChooseAsync(link.Text, Password, default);

        var who = await SignInAsync(desk, " ZOE@livedesk.test ", Password);
        Assert.Equal(id, who?.Person.Id);
        Assert.Null(await SignInAsync(desk, "zoe@livedesk.test", Password + "x"));
        Assert.True((await desk.ActorAsync(id)).Sight.Covers(desk.Desk.Id, []));
    }

    [Theory, BothDatabases]
    public async Task Threat_22_a_link_works_once_for_three_days_and_only_the_newest_one_does(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var passwords = desk.Get<PasswordCommands>();
        var (id, first) = await InviteZoeAsync(desk);
        var second = await desk.Get<PersonCommands>().RenewLinkAsync(desk.Sam, id);
        await Assert.ThrowsAsync<RuleViolation>(() => passwords.ChooseAsync(first.Text, Password, default));

        await passwords.ChooseAsync(second.Text, Password, default);
        await Assert.ThrowsAsync<RuleViolation>(() => passwords.ChooseAsync(second.Text, "another long one", default));
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", Password));

        var third = await desk.Get<PersonCommands>().RenewLinkAsync(desk.Sam, id);
        desk.Clock.Advance(PasswordLink.Lives);
        Assert.Null(await passwords.NameBehindAsync(third.Text, default));
    }

    [Theory, BothDatabases]
    public async Task Threat_22_no_empty_or_guessed_link_opens_an_account(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var passwords = desk.Get<PasswordCommands>();
        var (id, link) = await InviteZoeAsync(desk);
        foreach (var guess in new[] { null, "", "0", "null", $"{id:N}", $"{id:N}0", link.Text[..^1], link.Text + "a", $"{desk.Ana.Id:N}", $"{desk.Ana.Id:N}{link.Text[32..]}", new string('0', 58), "\0" })
        {
            Assert.Null(await passwords.NameBehindAsync(guess, default));
            await Assert.ThrowsAsync<RuleViolation>(() => passwords.ChooseAsync(guess, Password, default));
        }
        // 26 of 31 letters and digits, which are 128 bits; the database holds none of them.
        Assert.Matches("^[abcdefghjkmnpqrstuvwxyz23456789]{26}$", link.Text[32..]);
        await using var db = desk.OpenDatabase();
        Assert.DoesNotContain(link.Text[32..], (await db.Set<IdentityUserToken<Guid>>().SingleAsync()).Value!, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task The_same_link_in_two_windows_at_once_sets_one_password(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (_, link) = await InviteZoeAsync(desk);
        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            try
            {
                await desk.Get<PasswordCommands>().ChooseAsync(link.Text, $"window number {i} of six", default);
                return i;
            }
            catch (RuleViolation) { return -1; }
        })));
        var winner = Assert.Single(tries, t => t >= 0);
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", $"window number {winner} of six"));
    }

    [Theory, BothDatabases]
    public async Task Threat_23_five_wrong_passwords_lock_the_account_also_when_they_come_at_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await HireZoeAsync(desk);
        await Task.WhenAll(Enumerable.Range(0, SignInCheck.AttemptsBeforeLock).Select(_ => Task.Run(() => SignInAsync(desk, "zoe@livedesk.test", "wrong wrong wrong"))));
        Assert.Null(await SignInAsync(desk, "zoe@livedesk.test", Password));

        await using var db = desk.OpenDatabase();
        var account = await db.Set<LiveDesk.Infrastructure.People.Account>().SingleAsync(a => a.Email == "zoe@livedesk.test");
        account.LockoutEnd = desk.Clock.GetUtcNow().AddYears(-10);
        await db.CommitAsync();
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", Password));
    }

    [Theory, BothDatabases]
    public async Task Threat_21_empty_endless_and_strange_input_signs_nobody_in(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await HireZoeAsync(desk);
        var million = new string('a', 1_000_000);
        foreach (var strange in new[] { null, "", "   ", "\0", "0", million, "' OR 1=1 --", "\u202Ezoe@livedesk.test", "zoe@livedesk.test\0", "<script>alert(1)</script>", "🚀" })
        {
            Assert.Null(await SignInAsync(desk, strange, Password));
            Assert.Null(await SignInAsync(desk, "nobody@livedesk.test", strange));
        }
        // Each of them by itself, below the lock.
        foreach (var strange in new[] { null, "", "\0", million }) Assert.Null(await SignInAsync(desk, "zoe@livedesk.test", strange));
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", Password));
    }

    [Theory, BothDatabases]
    public async Task Threat_24_deactivation_and_a_new_password_end_every_session_at_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await HireZoeAsync(desk);
        var standings = desk.Get<Standings>();
        var first = await standings.OfAsync(id);
        Assert.NotNull(first);

        await desk.Get<PasswordCommands>().ChangeAsync(id, Password, "four small boats", default);
        var second = await standings.OfAsync(id);
        Assert.NotEqual(first.Stamp, second!.Stamp);

        await desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, id);
        Assert.Null(await standings.OfAsync(id));
        Assert.Null(await desk.Catalogue.ActorAsync(id));
        Assert.Null(await SignInAsync(desk, "zoe@livedesk.test", "four small boats"));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<PersonCommands>().RenewLinkAsync(desk.Sam, id));

        await desk.Get<PersonCommands>().ReactivateAsync(desk.Sam, id);
        Assert.NotEqual(second.Stamp, (await standings.OfAsync(id))!.Stamp);
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", "four small boats"));
    }

    [Theory, BothDatabases]
    public async Task Threat_24_a_deactivation_on_another_node_is_known_here_within_five_seconds_even_when_the_feed_is_broken(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await HireZoeAsync(desk);
        await using var other = await desk.OpenSecondNodeAsync();
        Assert.NotNull(await other.Get<Standings>().OfAsync(id));
        await desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, id);
        other.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await other.Get<Standings>().OfAsync(id));
    }

    [Theory, BothDatabases]
    public async Task The_old_password_is_asked_for_and_cannot_be_tried_for_ever(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await HireZoeAsync(desk);
        var passwords = desk.Get<PasswordCommands>();
        foreach (var wrong in new[] { null, "", "wrong wrong wrong", "wrong again and again", Password + " " })
            Assert.Equal("old", (await Assert.ThrowsAsync<RuleViolation>(() => passwords.ChangeAsync(id, wrong, "four small boats", default))).Field);
        Assert.Contains("Too many", (await Assert.ThrowsAsync<RuleViolation>(() => passwords.ChangeAsync(id, Password, "four small boats", default))).Message, StringComparison.Ordinal);
        Assert.NotNull(await SignInAsync(desk, "zoe@livedesk.test", Password));
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("short"), InlineData("aaaaaaaaaaaa"), InlineData("1234567890"), InlineData("Passwort123"), InlineData("zoe@livedesk.test"), InlineData("ZoeZoeLive1")]
    public void A_password_that_is_tried_first_is_refused(string? password) =>
        Assert.Equal("password", Assert.Throws<RuleViolation>(() => Passwords.Check(password, "ZoeZoeLive", "zoe@livedesk.test")).Field);

    [Theory, BothDatabases]
    public async Task Threat_19_only_an_administrator_invites_and_only_for_an_address_that_is_free(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var people = desk.Get<PersonCommands>();
        var supervisor = await desk.AddPersonAsync("Sue", Role.Supervisor, (desk.Desk, null));
        foreach (var me in new[] { desk.Ana, desk.Kim, supervisor })
        {
            await Assert.ThrowsAsync<RuleViolation>(() => people.InviteAsync(me, "Zoe", "zoe@livedesk.test", Role.Admin, []));
            await Assert.ThrowsAsync<RuleViolation>(() => people.TakeRoleAsync(me, me.Id!.Value, Role.Admin));
            await Assert.ThrowsAsync<RuleViolation>(() => people.RenewLinkAsync(me, desk.Sam.Id!.Value));
            await Assert.ThrowsAsync<RuleViolation>(() => people.DeactivateAsync(me, desk.Sam.Id!.Value));
            await Assert.ThrowsAsync<RuleViolation>(() => people.RenameAsync(me, desk.Sam.Id!.Value, "Nobody"));
        }
        Assert.Equal("email", (await Assert.ThrowsAsync<RuleViolation>(() => people.InviteAsync(desk.Sam, "Ana 2", "ANA@livedesk.test", Role.Agent, []))).Field);
        Assert.Equal("role", (await Assert.ThrowsAsync<RuleViolation>(() => people.InviteAsync(desk.Sam, "Zoe", "zoe@livedesk.test", (Role)99, []))).Field);
    }

    [Theory, BothDatabases]
    public async Task Threat_15_a_supervisor_manages_the_members_of_their_own_desks_only(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var people = desk.Get<PersonCommands>();
        var sue = await desk.AddPersonAsync("Sue", Role.Supervisor, (desk.Desk, null));
        await Assert.ThrowsAsync<NotFoundException>(() => people.JoinAsync(sue, sue.Id!.Value, desk.Hosting.Id, null));
        await Assert.ThrowsAsync<RuleViolation>(() => people.JoinAsync(desk.Ana, desk.Ana.Id!.Value, desk.Desk.Id, null));
        await Assert.ThrowsAsync<RuleViolation>(() => people.JoinAsync(sue, desk.Ola.Id!.Value, desk.Desk.Id, desk.Hosting.Departments[0].Id));

        await people.JoinAsync(sue, desk.Ola.Id!.Value, desk.Desk.Id, desk.Desk.Departments[0].Id);
        Assert.True((await desk.ActorAsync(desk.Ola.Id!.Value)).Sight.Covers(desk.Desk.Id, []));
        await people.LeaveAsync(sue, desk.Ola.Id!.Value, desk.Desk.Id, null);
        Assert.False((await desk.ActorAsync(desk.Ola.Id!.Value)).Sight.Covers(desk.Desk.Id, [desk.Desk.Departments[0].Id]));
    }

    [Theory, BothDatabases]
    public async Task Who_leaves_a_desk_hears_nothing_of_it_from_then_on(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var sight = desk.Ben.Sight;
        var heard = 0;
        using var screen = desk.Get<ILiveFeed>().Subscribe(() => sight, s => s.Fact.Subject.Kind is SubjectKind.Ticket, _ => heard++);
        await desk.AddTicketAsync("Ben hears this one");
        Assert.True(heard > 0);

        await desk.Get<PersonCommands>().LeaveAsync(desk.Sam, desk.Ben.Id!.Value, desk.Desk.Id, null);
        sight = (await desk.ActorAsync(desk.Ben.Id!.Value)).Sight;
        heard = 0;
        var (id, _) = await desk.AddTicketAsync("And not this one");
        Assert.Equal(0, heard);
        await Assert.ThrowsAsync<NotFoundException>(async () => await desk.Tickets.AcknowledgeAsync(await desk.ActorAsync(desk.Ben.Id!.Value), id));
    }

    /// <summary>The time that an answer takes is the hash's: each refusal verifies exactly one.</summary>
    [Theory]
    [InlineData("nobody@livedesk.test")]
    [InlineData("zoe@livedesk.test")]
    [InlineData("not an address")]
    public async Task Threat_23_every_refusal_costs_one_password_hash(string email)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        await using var scope = desk.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        var counted = new CountedHasher();
        accounts.PasswordHasher = counted;
        var zoe = LiveDesk.Domain.People.Person.Welcome(LiveDesk.Domain.Actor.System, "Zoe", "zoe@livedesk.test", LiveDesk.Domain.People.Role.Agent, desk.Clock.GetUtcNow());
        await using (var db = desk.OpenDatabase())
        {
            var account = Account.Of(zoe);
            account.TakePassword(counted, "the right one, of zoe");
            db.People.Add(zoe);
            db.Add(account);
            await db.CommitAsync();
        }
        Assert.Null(await scope.ServiceProvider.GetRequiredService<SignInCheck>().WhoAsync(email, "wrong wrong wrong", default));
        Assert.Equal(1, counted.Verified);
    }

    private sealed class CountedHasher : Microsoft.AspNetCore.Identity.PasswordHasher<Account>
    {
        public int Verified { get; private set; }

        public override Microsoft.AspNetCore.Identity.PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
