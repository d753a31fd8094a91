namespace LiveDesk.Web.Sla;

/// <summary>Names the words of promises and their clocks.</summary>
public sealed class SlaWords;
