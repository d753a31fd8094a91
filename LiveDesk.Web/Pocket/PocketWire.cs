using LiveDesk.Domain.Tickets;

namespace LiveDesk.Web.Pocket;

// What the pocket view's script reads, and what it sends (Client/pocket/wire.ts has the same). Names are as the person's language has them.

/// <param name="Token">Against forged requests; of this person and this browser.</param>
/// <param name="Stamp">Names the desks and the organisations as they are; a telephone that has those gets null for both.</param>
/// <param name="Mine">Open tickets that the person has, the last activity first.</param>
/// <param name="Free">Open tickets of their departments that nobody has.</param>
internal sealed record PocketHome(PocketPerson Me, string Token, DateTimeOffset AsOf, string Stamp, IReadOnlyList<PocketDesk>? Desks, IReadOnlyList<PocketChoice>? Organisations, IReadOnlyList<PocketCard> Mine, IReadOnlyList<PocketCard> Free);

/// <param name="MayWork">Whether they change tickets, or only read them.</param>
internal sealed record PocketPerson(Guid Id, string Name, bool MayWork);

internal sealed record PocketChoice(string Id, string Name);

/// <param name="Required">Names of <see cref="Domain.Desks.RequiredToCreate"/>, in small letters.</param>
/// <param name="WritesNotes">A new text is a note, until the person chooses otherwise.</param>
/// <param name="Fields">Its own fields that a new ticket needs.</param>
/// <param name="Resolving">Of a ticket that was just opened.</param>
internal sealed record PocketDesk(Guid Id, string Name, IReadOnlyList<string> Required, IReadOnlyList<PocketChoice> Departments, IReadOnlyList<PocketChoice> Types, IReadOnlyList<PocketChoice> Categories, IReadOnlyList<PocketChoice> Priorities, bool TracksTime, IReadOnlyList<string> Activities, bool WritesNotes, IReadOnlyList<PocketField> Fields, PocketResolving? Resolving);

/// <param name="Kind">text, number, date, choice, several or pattern.</param>
/// <param name="Departments">Needed there only; none: everywhere.</param>
internal sealed record PocketField(Guid Id, string Name, string Kind, string? Help, IReadOnlyList<PocketChoice> Options, IReadOnlyList<Guid> Departments);

/// <param name="Look">The status's classes of style.</param>
/// <param name="Due">When the next promise falls due; null when none runs.</param>
internal sealed record PocketCard(Guid Id, string Number, Guid Desk, string Subject, string Requester, string Status, string Look, int Priority, string PriorityName, DateTimeOffset LastActivityAt, DateTimeOffset? Due);

/// <param name="Address">Of the ticket on the desk's own screens.</param>
internal sealed record PocketTicket(
    Guid Id, string Number, string Address, Guid Desk, string DeskName, string Subject, string? Description, PocketReach Requester, Guid StatusId, string Status, string Look, bool IsOpen,
    int Priority, string PriorityName, string? Owner, string Department, string? Category, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, DateTimeOffset? Due, DateTimeOffset AsOf,
    PocketResolution? Resolution, bool MayWrite, PocketResolving? Resolving, PocketTime? Time, int Earlier, IReadOnlyList<PocketEntry> Entries);

internal sealed record PocketReach(string Name, string? Email, string? Phone, string? Organisation, string? Place);

internal sealed record PocketResolution(string Text, string? By, DateTimeOffset At);

/// <param name="NeedsText">The desk asks for the resolution, and none is written down yet.</param>
/// <param name="Fields">What has to be filled in first.</param>
internal sealed record PocketResolving(string Status, bool NeedsText, IReadOnlyList<PocketField> Fields);

/// <param name="Billable">Minutes, as <paramref name="Other"/>.</param>
internal sealed record PocketTime(long Billable, long Other);

/// <param name="Kind">customer, reply, public-note, note, transcript, supplier or system.</param>
internal sealed record PocketEntry(Guid Id, string Kind, string By, string Body, DateTimeOffset At, bool Failed, IReadOnlyList<PocketFile> Files);

internal sealed record PocketFile(Guid Id, string Name, bool IsPicture);

internal sealed record PocketOpen(string Made, Guid Desk, string? Subject, string? Description, string? Requester, string? Email, string? Phone, Guid? Contact, Guid? Organisation, Guid? Department, Guid? Type, Guid? Category, int? Priority, bool Mine, Dictionary<Guid, string>? Fields)
{
    public NewTicket Ticket(Guid me) => new()
    {
        Subject = Subject ?? "", Description = Description, RequesterName = Requester, RequesterEmail = Email, RequesterPhone = Phone, ContactId = Contact, OrganisationId = Organisation, DepartmentId = Department,
        TypeId = Type, CategoryId = Category, Priority = Priority is { } p && Enum.IsDefined((Priority)p) ? (Priority)p : null, OwnerId = Mine ? me : null, SenderMadeId = Made, Fields = Fields,
    };
}

internal sealed record PocketWrite(string Made, bool IsReply, string? Text, IReadOnlyList<Guid>? Files)
{
    public NewEntry Entry => new(Text ?? "", Made, Attachments: Files);
}

internal sealed record PocketWork(string Made, int Minutes, bool Billable, DateOnly Day, string? Note, string? Activity);

/// <param name="Seen">The status in which they saw it; null: they opened it themselves, and it was not sent yet.</param>
internal sealed record PocketDone(string Made, string? Text, Guid? Seen, Dictionary<Guid, string>? Fields);
