using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;

namespace LiveDesk.Tests.People;

/// <summary>What people choose for their own screens.</summary>
public sealed class PreferenceTests
{
    [Theory, BothDatabases]
    public async Task What_Ana_chose_on_a_desk_is_hers_there_and_nobody_elses(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var preferences = desk.Get<PersonPreferences>();
        var heard = new List<Fact>();
        using var listening = desk.Get<ILiveFeed>().Subscribe(() => Sight.Nothing, s => s.Fact is PreferenceChanged, s => heard.Add(s.Fact));
        Assert.Null(await preferences.ReadAsync(desk.Ana, PreferenceKind.BoardColumns, desk.Desk.Id));
        await preferences.KeepAsync(desk.Ana, PreferenceKind.BoardColumns, "assignee", desk.Desk.Id);
        await preferences.KeepAsync(desk.Ana, PreferenceKind.BoardColumns, "priority", desk.Desk.Id);
        await preferences.KeepAsync(desk.Ana, PreferenceKind.BoardColumns, "priority", desk.Desk.Id);
        await preferences.KeepAsync(desk.Ana, PreferenceKind.Keys, "single=off");
        await preferences.KeepAsync(desk.Ben, PreferenceKind.BoardColumns, "department", desk.Desk.Id);
        Assert.Equal("priority", await preferences.ReadAsync(desk.Ana, PreferenceKind.BoardColumns, desk.Desk.Id));
        Assert.Equal("department", await preferences.ReadAsync(desk.Ben, PreferenceKind.BoardColumns, desk.Desk.Id));
        Assert.Equal("single=off", await preferences.ReadAsync(desk.Ana, PreferenceKind.Keys));
        Assert.Null(await preferences.ReadAsync(desk.Ana, PreferenceKind.Keys, desk.Desk.Id));
        Assert.Null(await preferences.ReadAsync(desk.Ana, PreferenceKind.ListColumns, desk.Desk.Id));
        await preferences.KeepAsync(desk.Ana, PreferenceKind.BoardColumns, null, desk.Desk.Id);
        Assert.Null(await preferences.ReadAsync(desk.Ana, PreferenceKind.BoardColumns, desk.Desk.Id));
        // The same again is no news.
        Assert.Equal(5, heard.Count);
        Assert.Contains(new PreferenceChanged(desk.Ben.Id!.Value, PreferenceKind.BoardColumns, desk.Desk.Id), heard);
    }

    [Theory, BothDatabases]
    public async Task Nobody_keeps_anything_of_a_desk_that_they_do_not_see_or_more_than_fits(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var preferences = desk.Get<PersonPreferences>();
        await preferences.KeepAsync(desk.Ola, PreferenceKind.ListColumns, "status", desk.Hosting.Id);
        await Assert.ThrowsAsync<NotFoundException>(() => preferences.KeepAsync(desk.Ola, PreferenceKind.ListColumns, "status", desk.Desk.Id));
        await Assert.ThrowsAsync<NotFoundException>(() => preferences.KeepAsync(Actor.System, PreferenceKind.Keys, "single=off"));
        await Assert.ThrowsAsync<RuleViolation>(() => preferences.KeepAsync(desk.Ola, PreferenceKind.Keys, new string('x', Preference.Longest + 1)));
        Assert.Null(await preferences.ReadAsync(desk.Ola, PreferenceKind.Keys));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => preferences.KeepAsync(desk.Ana, PreferenceKind.Keys, $"reply={i}")));
        Assert.StartsWith("reply=", await preferences.ReadAsync(desk.Ana, PreferenceKind.Keys), StringComparison.Ordinal);
    }
}
