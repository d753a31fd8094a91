namespace LiveDesk.Infrastructure.Desks;

/// <summary>The zone of this machine: what a new desk's office hours are in until somebody chooses another.</summary>
internal static class LocalZone
{
    /// <summary>Its IANA name; UTC when it has none.</summary>
    public static string Name =>
        TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local.Id
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(TimeZoneInfo.Local.Id, out var iana) ? iana : "UTC";
}
