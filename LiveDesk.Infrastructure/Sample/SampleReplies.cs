using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>The canned responses and macros of the sample desks, and one of Ana's own. Data.</summary>
internal static class SampleReplies
{
    /// <summary>Of the desk, or with a department of that one.</summary>
    private static readonly (string Desk, string? Department, string Name, string Body)[] Told =
    [
        ("field", null, "on-the-way", "Hello {{customer.first_name}},\n\na technician is on the way to you. Please leave the pump switched off, and keep the way to it clear.\n\n{{agent.name}}\n{{desk.name}}"),
        ("field", null, "error-code", "Hello {{customer.first_name}},\n\nplease tell us two things, so that we bring the right part:\n\n1. the code on the display (such as **E07**),\n2. the serial number on the plate beside the inlet.\n\n{{agent.first_name}}"),
        ("field", null, "maintenance-date", "Hello {{customer.first_name}},\n\nthe yearly maintenance for {{organisation.name}} is due. Which of the next two weeks suits you? A visit takes about half a day.\n\n{{agent.name}}"),
        ("suite", null, "order-changed", "Hello {{customer.first_name}},\n\nyour order is changed; you get a new confirmation in a few minutes. If something in it is wrong, answer here and name {{ticket.number}}.\n\n{{agent.name}}"),
        ("suite", "Support", "warranty", "Hello {{customer.first_name}},\n\nthat is a warranty case. Please send the device with its invoice to us and write **{{ticket.number}}** on the parcel. We repair or replace it free of charge.\n\n{{agent.name}}"),
        ("suite", "Billing", "partial-delivery", "Hello {{customer.first_name}},\n\nthe goods left in two parts, and each delivery has its own invoice. Freight is charged once. Please pay both.\n\n{{agent.name}}"),
        ("suite", "Sales", "delivery-date", "Hello {{customer.first_name}},\n\nyour order leaves our warehouse within two working days. With the tracking number, which comes by itself, {{organisation.name}} sees where it is.\n\n{{agent.name}}"),
        ("psa", null, "restart", "Hello {{customer.first_name}},\n\nplease restart the computer once (not only close the lid) and try again. If it is the same then, answer here, and we look at it together.\n\n{{agent.first_name}}"),
        ("psa", null, "password", "Hello {{customer.first_name}},\n\nyour password is reset. You choose a new one at the next sign-in. We never ask for it, neither by mail nor by telephone.\n\n{{agent.name}}\n{{desk.name}}"),
        ("psa", null, "new-employee", "Hello {{customer.first_name}},\n\nfor the new account at {{organisation.name}} we need:\n\n- first and last name,\n- first day of work,\n- a colleague with the same rights.\n\n{{agent.name}}"),
        ("technician", null, "battery", "Hello {{customer.first_name}},\n\nthe beep every minute means that the battery is low. Please change it within a week; the panel keeps watching until then.\n\n{{agent.name}}\n{{desk.name}}"),
        ("technician", null, "visit", "Hello {{customer.first_name}},\n\nsomebody has to look at this on the spot. When is somebody at {{organisation.name}} to let our technician in?\n\n{{agent.name}}"),
        ("technician", null, "code", "Hello {{customer.first_name}},\n\ncodes are never sent in writing. Please call us; we ask for your password word, and then set a new one together.\n\n{{agent.name}}"),
        ("hosting", null, "thanks", "Hello {{customer.first_name}},\n\nthank you for waiting. It works again; if you still see the old page, reload it once.\n\n{{agent.first_name}}\n{{desk.name}}"),
        ("hosting", "Technical", "error-500", "Hello {{customer.first_name}},\n\nan error 500 comes from the website's own program. Please look into `error.log` in your control panel and send us its last ten lines.\n\n{{agent.name}}"),
        ("hosting", "Domains", "auth-code", "Hello {{customer.first_name}},\n\nto move the domain we need its **auth code** from your present provider. A move takes up to five days; the website stays reachable.\n\n{{agent.name}}"),
        ("hosting", "Billing", "invoice-copy", "Hello {{customer.first_name}},\n\nall invoices of {{organisation.name}} stand in the control panel under “Invoices”, as PDF.\n\n{{agent.name}}"),
    ];

    /// <summary>Macros: what they do besides, on their desk.</summary>
    private static IEnumerable<(string Desk, string Name, string Body, Func<Desk, MacroActions> Actions)> Done =>
    [
        ("technician", "alarm-solved", "Hello {{customer.first_name}},\n\nthe alarm is quiet again, and the panel reports no fault. Please answer here if it beeps once more.\n\n{{agent.name}}\n{{desk.name}}",
            desk => new MacroActions { StatusId = desk.FirstOf(StatusCategory.Resolved)!.Id, Priority = Priority.Low, Owner = MacroOwner.Me }),
        ("field", "mine", "", _ => new MacroActions { Owner = MacroOwner.Me, Priority = Priority.High }),
        ("psa", "phone-call", "Called {{customer.first_name}}: ", _ => new MacroActions { AsNote = true, Owner = MacroOwner.Me }),
    ];

    public static IEnumerable<CannedResponse> Of(IReadOnlyList<Desk> desks, Actor ana, DateTimeOffset since)
    {
        foreach (var (slug, department, name, body) in Told)
        {
            var desk = desks.Single(d => d.Slug == slug);
            var place = department is null ? CannedPlace.OfDesk(desk.Id) : CannedPlace.OfDepartment(desk.Id, desk.Departments.Single(d => d.Name == department).Id);
            yield return CannedResponse.Write(Actor.System, place, name, body, since);
        }
        foreach (var (slug, name, body, actions) in Done)
        {
            var desk = desks.Single(d => d.Slug == slug);
            yield return CannedResponse.Write(Actor.System, CannedPlace.OfDesk(desk.Id), name, body, since, actions(desk));
        }
        yield return CannedResponse.Write(ana, CannedPlace.Of(ana.Id!.Value), "call-back", "Hello {{customer.first_name}},\n\nI tried to reach you by telephone about {{ticket.number}}. When may I call again?\n\n{{agent.first_name}}", since);
    }
}
