using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Compose;

/// <summary>Several hands in one draft: who is in it, where their cursors are, who takes it over, who is asked to read it.</summary>
public sealed partial class ComposeHub
{
    /// <summary>A cursor is two positions and little else.</summary>
    public const int LargestHand = 2_000;
    /// <summary>Whoever stopped to think over a half-written reply is still replying for so long; their hand says now and then that it is there.</summary>
    private static readonly TimeSpan Thinks = TimeSpan.FromMinutes(5);

    /// <summary>Tells the others where this hand is. It costs no read: the draft was opened before, and is closed when the rights end. Too many are dropped, because the next one says it all again.</summary>
    public async Task Hand(HandAsk ask)
    {
        if (!Connection.MayMoveHand() || ComposePlaces.Of(ask.Subject, ask.Audience) is not { } place || Connection.About(place) is null) return;
        if (ask.State?.Length > LargestHand) throw new HubException("This is not a cursor.");
        if (await MeAsync() is not { } me) return;
        if (ask.State is not null && clock.GetUtcNow() - Connection.WroteAt(place) < Thinks) IsAtWork(me, place);
        Connection.Holds(place, ask.State is null ? null : (ask.Epoch, ask.Client));
        relay.HandMoved(place, new HandNews(ask.Subject, place.Audience.Word(), ask.Epoch, ask.Client, me.Id!.Value, me.Name, ask.State), Context.ConnectionId);
    }

    /// <summary>Says that this person writes on alone. Nobody is locked out: the others are told, and may go on.</summary>
    public async Task TakeOver(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place) || Connection.About(place) is null) return;
        relay.TakenOver(place, new TakenOverNews(place.SubjectId, place.Audience.Word(), me.Id!.Value, me.Name), Context.ConnectionId);
    }

    /// <summary>Who may be asked to read this draft: those who may open it too.</summary>
    public async Task<IReadOnlyList<Colleague>> Colleagues(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place) || Connection.About(place) is not { } about) return [];
        var people = await catalogue.ActorsAsync(Context.ConnectionAborted);
        var right = place.Audience is Audience.Article ? Right.WriteArticles : Right.WorkTickets;
        return [.. people.Values.Where(p => p.Id != me.Id && p.Role.Includes(right) && Sees(p, about)).OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => new Colleague(p.Id!.Value, p.Name))];
    }

    /// <summary>Whom a note can name: colleagues who may see its ticket, and departments in which somebody may.</summary>
    public async Task<IReadOnlyList<Colleague>> Mentionable(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place) || place.Audience is not Audience.Note) return [];
        try { return [.. (await mentions.ForTicketAsync(me, place.SubjectId, Context.ConnectionAborted)).Select(m => new Colleague(m.Id, m.Name, m.IsDepartment))]; }
        // It is no longer this person's: the draft is being closed.
        catch (NotFoundException) { return []; }
    }

    /// <summary>The canned responses that may be used in this draft, as they read on its ticket.</summary>
    public async Task<IReadOnlyList<CannedAnswer>> Canned(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place) || Connection.About(place) is not { Kind: SubjectKind.Ticket }) return [];
        try
        {
            var offers = await canned.ForTicketAsync(me, place.SubjectId, Context.ConnectionAborted);
            return [.. offers.Select(o => new CannedAnswer(o.Id, o.Name, o.Scope.ToString().ToLowerInvariant(), o.Text, o.Shown, o.Missing, o.Raw, o.Macro))];
        }
        // It is no longer this person's: the draft is being closed.
        catch (NotFoundException) { return []; }
    }

    /// <exception cref="HubException">The sentence why it cannot be asked.</exception>
    public async Task Review(ReviewAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return;
        await SayAsync(async () =>
        {
            await commands.AskForReviewAsync(me, place, ask.Colleague, Context.ConnectionAborted);
            relay.StandsOtherwise(Connection.About(place), ask.Colleague);
        });
    }

    /// <summary>The note is left already: nothing that goes wrong here undoes it.</summary>
    private async Task<IReadOnlyList<string>> InVainAsync(Actor me, DraftPlace place, SentDraft sent, string note)
    {
        if (sent.Outcome is not DraftOutcome.Sent || place.Audience is not Audience.Note) return [];
        try { return await mentions.InVainAsync(me, place.SubjectId, note, CancellationToken.None); }
        catch (Exception e)
        {
            log.LogError(e, "Whom the note on {Subject} names in vain could not be found out", place.SubjectId);
            return [];
        }
    }

    private static bool Sees(Actor who, FactSubject about) => about.Kind is not SubjectKind.Ticket || who.Sight.Covers(about.DeskId, about.Departments);
}
