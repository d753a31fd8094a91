using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

/// <summary>The keys that sign cookies and tokens, kept in the database: a session survives a restart, and every node knows it.</summary>
public sealed class KeyRing(DeskDatabase desk) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = desk.OpenForSystem();
        return [.. db.Keys.AsNoTracking().Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        // Once in 90 days, before any circuit waits: the interface is synchronous.
#pragma warning disable VSTHRD002
        StoreAsync(element, friendlyName).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private async Task StoreAsync(XElement element, string name)
    {
        await using var db = desk.OpenForSystem();
        db.Keys.Add(new KeptKey { Name = name, Xml = element.ToString(SaveOptions.DisableFormatting) });
        await db.CommitAsync();
    }
}
