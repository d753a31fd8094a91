using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>Who else is asked: suppliers, each with a thread that stays inside the desk.</summary>
public sealed partial class Ticket
{
    public const int MostSuppliers = 10;

    /// <summary>When somebody is to be told that the next supplier's day has passed; null: never.</summary>
    public DateTimeOffset? NextSupplierAt { get; private set; }

    /// <param name="contact">Somebody of that supplier; null: nobody in particular.</param>
    public void AddSupplier(Actor me, Organisation supplier, Contact? contact, TodoDay? due, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (!desk.Settings.Suppliers) throw new RuleViolation("This desk asks no suppliers. An administrator can switch that on in the desk's settings.", "supplier");
        if (!supplier.IsSupplier) throw new RuleViolation($"“{supplier.Name}” is not a supplier. Say so on its page first.", "supplier");
        DemandOf(supplier.Id, contact);
        if (_suppliers.Exists(s => s.OrganisationId == supplier.Id)) throw new RuleViolation($"“{supplier.Name}” is on this ticket already.", "supplier");
        if (_suppliers.Count >= MostSuppliers) throw new RuleViolation($"At most {MostSuppliers} suppliers are asked about a ticket.", "supplier");
        var asked = new TicketSupplier(Id, supplier.Id);
        asked.Expect(contact?.Id, due, me.Id);
        _suppliers.Add(asked);
        SuppliersChanged(new SupplierWasAdded(Id, Place, supplier.Id), me, desk, now);
    }

    /// <summary>Another person to write to, another day.</summary>
    public void ExpectOfSupplier(Actor me, Guid supplierId, Contact? contact, TodoDay? due, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var supplier = SupplierOnTicket(supplierId);
        DemandOf(supplierId, contact);
        if (supplier.ContactId == contact?.Id && supplier.DueAt == due?.EndsAt) return;
        supplier.Expect(contact?.Id, due, me.Id);
        SuppliersChanged(new SupplierWasChanged(Id, Place, supplierId), me, desk, now);
    }

    /// <summary>What was written to and by them stays in the thread.</summary>
    public void RemoveSupplier(Actor me, Guid supplierId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_suppliers.RemoveAll(s => s.OrganisationId == supplierId) == 0) return;
        SuppliersChanged(new SupplierWasRemoved(Id, Place, supplierId), me, desk, now);
    }

    /// <summary>What we write to the supplier. No status follows from it, and no customer ever reads it.</summary>
    public Entry ForwardToSupplier(Actor me, Guid supplierId, NewEntry what, Desk desk, DateTimeOffset now)
    {
        DemandAuthorOfPublic(me);
        DemandReachable();
        SupplierOnTicket(supplierId);
        var entry = Append(EntryKind.SupplierMail, me, what, now);
        entry.IsWith(supplierId);
        Record(new SupplierWasAsked(Id, Place, entry.Id, supplierId), me, now);
        SettleWhatIsWritten(desk, now);
        return entry;
    }

    /// <summary>The supplier's answer: of their own, or written down by somebody who had it on the telephone.</summary>
    public Entry TakeSupplierAnswer(Actor by, Organisation supplier, NewEntry what, Desk desk, DateTimeOffset now)
    {
        if (by.Kind is not ActorKind.Supplier) by.Demand(Right.WorkTickets);
        DemandReachable();
        SupplierOnTicket(supplier.Id);
        if (by.Kind is ActorKind.Supplier && by.Id != supplier.Id) throw new RuleViolation("A supplier answers for themselves.", "supplier");
        var theirs = by.Kind is ActorKind.Supplier ? what : what with { CoAuthors = [Author.Of(by), .. what.CoAuthors ?? []] };
        var entry = Append(EntryKind.SupplierMail, new Author(ActorKind.Supplier, supplier.Id, supplier.Name), theirs, now);
        entry.IsWith(supplier.Id);
        Record(new SupplierWrote(Id, Place, entry.Id, supplier.Id), by, now);
        SettleWhatIsWritten(desk, now);
        return entry;
    }

    private void SuppliersChanged(TicketFact fact, Actor me, Desk desk, DateTimeOffset now)
    {
        NextSupplierAt = _suppliers.Min(s => s.TellsAt);
        Decided(fact, me, now);
        Settle(desk, now);
    }

    /// <summary>Each day that has passed is told once.</summary>
    private void TellLateSuppliers(DateTimeOffset now)
    {
        if (!(NextSupplierAt <= now)) return;
        if (_suppliers.Count == 0) throw new InvalidOperationException($"The suppliers of ticket {Id} are not loaded.");
        foreach (var supplier in _suppliers.Where(s => s.TellsAt <= now))
        {
            Record(new SupplierIsLate(Id, Place, supplier.OrganisationId, supplier.DueAt!.Value, supplier.DueBy), Actor.System, now);
            supplier.IsTold = true;
        }
        NextSupplierAt = _suppliers.Min(s => s.TellsAt);
    }

    private TicketSupplier SupplierOnTicket(Guid supplierId) =>
        _suppliers.Find(s => s.OrganisationId == supplierId) ?? throw new RuleViolation("This supplier is not on the ticket any more. Add it again first.", "supplier");

    private static void DemandOf(Guid supplierId, Contact? contact)
    {
        if (contact is not null && contact.OrganisationId != supplierId) throw new RuleViolation($"{contact.Name} does not belong to this supplier. Choose somebody who does.", "contact");
    }
}

/// <param name="SetBy">Who set the day: told when nobody has the ticket.</param>
public sealed record SupplierIsLate(Guid TicketId, TicketPlace Where, Guid SupplierId, DateTimeOffset DueAt, Guid? SetBy) : TicketFact(TicketId, Where);
