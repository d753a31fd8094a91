using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Notifications;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Security;

// Where what somebody sees touches what they do not see; each of them both ways round.
internal sealed partial class SightStories
{
    private async Task DeletedForGoodAsync()
    {
        foreach (var department in new[] { "Technical", "Billing" })
            await desk.Tickets.PutAsideAsync(Sam, await OpenAsync(_hosting, department, "dodo"), isSpam: false);
        desk.Clock.Advance(Ticket.TrashKeeps + TimeSpan.FromDays(1));
        await desk.Get<EmptyTrash>().DoAsync("", CancellationToken.None);
    }

    /// <summary>Everything on it is Ola's own, one of her bulk actions could not change it, and then it goes to another department.</summary>
    private async Task TakenFromOlaAsync()
    {
        var id = await WithEverythingAsync(_hosting, "Billing", Away, desk.Ola);
        await desk.Get<BulkCommands>().StartAsync(desk.Ola, _hosting.Id, new BulkChange(BulkKind.Trash), [id, await OpenAsync(_hosting, "Billing", Billing)]);
        await desk.Tickets.PutAsideAsync(Sam, id, isSpam: false);
        await desk.DoDueWorkAsync();
        await desk.Tickets.BringBackAsync(Sam, id);
        await desk.Tickets.MoveToDepartmentAsync(Sam, id, DepartmentOf(_hosting, "Technical"));
    }

    private async Task LinkedAsync()
    {
        var (technical, billing, suite) = (await OpenAsync(_hosting, "Technical", Technical), await OpenAsync(_hosting, "Billing", Billing), await OpenAsync(_suite, "Sales", Suite));
        await desk.Tickets.LinkAsync(Sam, billing, technical, LinkKind.Related);
        await desk.Tickets.LinkAsync(Sam, technical, billing, LinkKind.Duplicate);
        await desk.Tickets.LinkAsync(Sam, suite, billing, LinkKind.Related);
        await desk.Tickets.LinkAsync(Sam, technical, suite, LinkKind.FollowUpOf);
        await desk.Tickets.UnlinkAsync(Sam, billing, technical, LinkKind.Related);
        await desk.Tickets.LinkAsync(Sam, billing, technical, LinkKind.Related);
    }

    private async Task MergedAsync()
    {
        foreach (var (home, from, into) in new[] { (_hosting, "Technical", "Billing"), (_hosting, "Billing", "Technical"), (_suite, "Sales", "Billing") })
        {
            var (stays, goes, comesBack) = (await OpenAsync(home, into, WordOf(into)), await OpenAsync(home, from, WordOf(from)), await OpenAsync(home, from, WordOf(from)));
            await WrittenOnAsync(goes, home, WordOf(from), Sam);
            await desk.Tickets.LinkAsync(Sam, goes, comesBack, LinkKind.Related);
            await desk.Tickets.MergeAsync(Sam, goes, stays);
            await desk.Tickets.MergeAsync(Sam, comesBack, stays);
            await desk.Tickets.LeaveNoteAsync(Sam, stays, new NewEntry($"Two {WordOf(into)}s"));
            desk.Clock.Advance(TimeSpan.FromMinutes(1));
            await desk.Tickets.UnmergeAsync(Sam, comesBack);
            await TouchAsync(stays);
        }
    }

    private static string WordOf(string department) => department switch { "Technical" => Technical, "Billing" => Billing, _ => Domains };

    private async Task MasterAndChildrenAsync()
    {
        foreach (var home in new[] { "Technical", "Billing" })
        {
            var master = await OpenAsync(_hosting, home, WordOf(home));
            Guid[] children = [await OpenAsync(_hosting, "Technical", Technical), await OpenAsync(_hosting, "Billing", Billing), await OpenAsync(_hosting, "Domains", Domains)];
            foreach (var child in children) await desk.Tickets.LinkAsync(Sam, child, master, LinkKind.Child);
            var place = new DraftPlace(master, Audience.Reply);
            var upTo = await DraftScene.TypeAsync(desk, Sam, place, "It works again.");
            await DraftScene.Commands(desk).SendAsync(Sam, place, DraftScene.ToSend("It works again.", upTo) with { Children = children });
            // One of them cannot be answered, and is named with the reason.
            await desk.Tickets.PutAsideAsync(Sam, children[0], isSpam: false);
            await desk.DoDueWorkAsync();
            await desk.Tickets.BringBackAsync(Sam, children[0]);
            foreach (var child in children) await TouchAsync(child);
            upTo = (await DraftScene.Commands(desk).AppendAsync(Sam, place, DraftScene.Update("Still.") with { Epoch = 2 })).Id!.Value;
            await DraftScene.Commands(desk).SendAsync(Sam, place, DraftScene.ToSend("Still.", upTo) with { Epoch = 2, Children = children, SendAt = desk.Clock.GetUtcNow().AddDays(20) });
            await desk.Tickets.CloseAsync(Sam, children[2]);
        }
    }

    /// <summary>Of tickets that were changed at the same moment no list says which comes first.</summary>
    private async Task TouchAsync(Guid id)
    {
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Tickets.LeaveNoteAsync(Sam, id, new NewEntry("Told them all."));
    }

    private async Task SplitAsync()
    {
        foreach (var (from, into) in new[] { ("Technical", "Billing"), ("Billing", "Technical") })
        {
            var id = await OpenAsync(_hosting, from, WordOf(from));
            var entry = await desk.CarlaWritesAsync(id, $"And another {WordOf(into)}.");
            await desk.Get<SplitCommands>().SplitAsync(Sam, id, entry, new NewSplit($"Another {WordOf(into)} no. {++_opened} of {into}", DepartmentOf(_hosting, into)));
        }
    }

    private async Task InTwoDepartmentsAsync()
    {
        await desk.Tickets.AddDepartmentAsync(Sam, await OpenAsync(_hosting, "Technical", Technical), DepartmentOf(_hosting, "Billing"));
        var left = await OpenAsync(_hosting, "Domains", Domains);
        await desk.Tickets.AddDepartmentAsync(Sam, left, DepartmentOf(_hosting, "Billing"));
        await desk.Tickets.RemoveDepartmentAsync(Sam, left, DepartmentOf(_hosting, "Billing"));
    }

    private async Task PutAsideAsync()
    {
        foreach (var department in new[] { "Technical", "Billing" })
        {
            await desk.Tickets.PutAsideAsync(Sam, await OpenAsync(_hosting, department, WordOf(department)), isSpam: false);
            await desk.Tickets.PutAsideAsync(Sam, await OpenAsync(_hosting, department, WordOf(department)), isSpam: true);
        }
    }

    /// <summary>On the hosting desk a chat is a ticket at once, in its first department; there the chat stays, wherever the ticket goes.</summary>
    private async Task ChatsAsync()
    {
        await desk.Get<ChatCommands>().EndAsync(Sam, (await ChatAsync(_hosting, Technical)).Chat);
        var (_, went) = await ChatAsync(_hosting, Away);
        await desk.Tickets.MoveToDepartmentAsync(Sam, went, DepartmentOf(_hosting, "Billing"));
        await desk.Tickets.LeaveNoteAsync(Sam, went, new NewEntry($"The {Away} owes us money."));
        await desk.Tickets.AnswerAsync(Sam, went, new NewEntry($"About your {Away}'s invoice"));
        var (_, merged) = await ChatAsync(_hosting, Technical);
        await desk.Tickets.MergeAsync(Sam, merged, await OpenAsync(_hosting, "Billing", Billing));
        await ChatAsync(_suite, Suite);
        await desk.Get<DeskCommands>().ConfigureAsync(Sam, _hosting.Id, s => s with { ChatBecomesTicket = ChatBecomesTicket.ByHand });
        foreach (var (home, word) in new[] { (_hosting, Technical), (_suite, Suite) }) await BeginChatAsync(home, word);
    }

    private async Task<Guid> BeginChatAsync(Desk home, string word)
    {
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var chat = Guid.NewGuid();
        await desk.Visitors().WriteAsync(new VisitorKey(Ids.New(desk.Clock.GetUtcNow()), home.Id), ChatScene.Line(chat, $"Hello, my {word} is gone.", name: "Dev", email: "dev@example.com"));
        return chat;
    }

    private async Task<(Guid Chat, Guid Ticket)> ChatAsync(Desk home, string word)
    {
        var (chat, chats) = (await BeginChatAsync(home, word), desk.Get<ChatCommands>());
        await chats.SayAsync(Sam, chat, new NewChatMessage($"Which {word}?", Guid.NewGuid().ToString(), [await FileAsync(Sam, home, word)]));
        await chats.WhisperAsync(Sam, chat, ChatScene.Says($"Not the {word} again."));
        if (home.Id == _suite.Id) await chats.MakeTicketAsync(Sam, chat);
        await using var db = desk.OpenDatabase();
        return (chat, (await db.Chats.AsNoTracking().SingleAsync(c => c.Id == chat)).TicketId!.Value);
    }
}
