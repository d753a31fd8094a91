using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain.Tickets;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>Whatever happened to a ticket, in whatever order: going back to any moment shows what it was then, no more and no less.</summary>
public sealed class PastProperties
{
    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void Every_moment_of_the_past_is_what_the_ticket_really_was_then(string preset)
    {
        var steps = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), steps => Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, j) => j != i).ToArray()));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(120), Prop.ForAll(steps, played => Travel(preset, played)));
    }

    [Fact]
    public void The_journeys_pass_everything_that_can_be_decided_on_a_ticket()
    {
        var (random, seen) = (new System.Random(5), new HashSet<string>());
        foreach (var preset in Domain.Desks.Presets.All)
            // The desk that allows several of everything is gone through longer: to be taken off, something has to be put on before.
            for (var i = 0; i < (preset == Domain.Desks.Presets.BusinessSuite ? 800 : 40); i++) seen.UnionWith(Travel(preset.Name, [.. Enumerable.Range(0, 80).Select(_ => random.Next())]));
        string[] must =
        [
            nameof(TicketWasMoved), nameof(TicketWasAssigned), nameof(TicketWasPrioritised), nameof(TicketChangedDepartment), nameof(TicketWasCategorised), nameof(TicketTypeWasChosen), nameof(FollowUpWasSet), nameof(ActionDateWasSet), nameof(TicketWasRenamed),
            nameof(TicketFieldWasFilledIn), nameof(TicketWasTagged), nameof(TicketWasUntagged), nameof(AssigneeWasAdded), nameof(AssigneeWasRemoved), nameof(DepartmentWasAdded), nameof(DepartmentWasRemoved), nameof(FollowerWasAdded),
            nameof(FollowerWasRemoved), nameof(RecordWasLinked), nameof(RecordWasUnlinked), nameof(SupplierWasAdded), nameof(SupplierWasRemoved), nameof(TicketWasSetAside), nameof(TicketWasBroughtBack), nameof(TicketWasAcknowledged),
            nameof(RequesterWasChanged), nameof(TicketChangedOrganisation),
        ];
        Assert.Empty(must.Except(seen));
    }

    [Fact]
    public void What_an_older_history_did_not_record_is_said_to_be_unknown_and_not_guessed()
    {
        var (desk, field) = (Cast.DeskOf("technician"), new Domain.Fields.CustomField { Id = Guid.NewGuid(), Name = "Cause" });
        desk.KeepField(Cast.Sam, field, null, Cast.Monday);
        var ticket = Cast.OpenedBy(Cast.Carla, desk);
        ticket.Rename(Cast.Ana, "The gate", Cast.Monday.AddHours(1));
        ticket.FillIn(Cast.Ana, field.Id, "Rust", desk, Cast.Monday.AddHours(2));
        ticket.FillIn(Cast.Ana, field.Id, "Frost", desk, Cast.Monday.AddHours(3));
        PastFact[] facts = [.. ticket.Facts.Select(f => new PastFact(f.Fact, f.At, f.At == Cast.Monday.AddHours(3) ? f.Before : null))];
        var past = new TicketPast(TicketThen.Of(ticket), facts);

        Assert.Equal(4, past.Moments.Count);
        Assert.Equal([null, "The gate", "The gate", "The gate"], past.Moments.Select(m => past.At(m).Subject));
        Assert.Equal([true, true, false, false], past.Moments.Select(m => past.At(m).Unrecorded.Contains(field.Id)));
        Assert.Equal([null, null, "Rust", "Frost"], past.Moments.Select(m => past.At(m).FieldValues.GetValueOrDefault(field.Id)));
    }

    /// <returns>The kinds of facts that were passed.</returns>
    private static IEnumerable<string> Travel(string preset, int[] steps)
    {
        var scene = new TicketScene(Cast.DeskOf(preset));
        var (facts, really) = (new List<PastFact>(), new Dictionary<int, (string State, int Entries)>());
        Note(scene.Ticket, facts, really);
        foreach (var step in steps)
        {
            scene.Ticket.ForgetFacts();
            scene.Try(step);
            Note(scene.Ticket, facts, really);
        }
        var past = new TicketPast(TicketThen.Of(scene.Ticket), facts);
        foreach (var moment in past.Moments)
        {
            Assert.Equal(really[moment.Last].State, StateOf(past.At(moment)));
            Assert.Equal(really[moment.Last].Entries, scene.Ticket.Entries.Count(e => e.At <= moment.At));
        }
        return facts.Select(f => f.Fact.GetType().Name);
    }

    private static void Note(Ticket ticket, List<PastFact> facts, Dictionary<int, (string, int)> really)
    {
        facts.AddRange(ticket.Facts.Select(f => new PastFact(f.Fact, f.At, f.Before)));
        really[facts.Count - 1] = (StateOf(ticket), ticket.Entries.Count);
    }

    private static string StateOf(Ticket t) => Line(t.StatusId, t.Priority, t.OwnerId, t.DepartmentId, t.CategoryId, t.Subject, t.Requester.Name, t.OrganisationId, t.FollowUpAt, t.ActionRequiredAt, string.Join('|', t.FieldValues),
        Ids(t.Assignees.Select(a => a.PersonId)), Ids(t.ExtraDepartments.Select(d => d.DepartmentId)), Ids(t.Followers.Select(f => f.PersonId)), Ids(t.Tags.Select(x => x.TagId)), Ids(t.Records.Select(r => r.RecordId)),
        Ids(t.Suppliers.Select(s => s.OrganisationId)), t.Aside?.IsSpam, t.Acknowledged is not null);

    private static string StateOf(TicketThen t) => Line(t.StatusId, t.Priority, t.OwnerId, t.DepartmentId, t.CategoryId, t.Subject, t.Requester, t.OrganisationId, t.FollowUpAt, t.ActionRequiredAt, string.Join('|', t.FieldValues),
        Ids(t.PutOn.Assignees), Ids(t.PutOn.Departments), Ids(t.PutOn.Followers), Ids(t.PutOn.Tags), Ids(t.PutOn.Records), Ids(t.PutOn.Suppliers), t.PutOn.IsSpam, t.PutOn.IsAcknowledged);

    private static string Ids(IEnumerable<Guid> ids) => string.Join(' ', ids);

    private static string Line(params object?[] values) => string.Join('\n', values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));
}
