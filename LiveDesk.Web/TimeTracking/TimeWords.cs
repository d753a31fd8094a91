namespace LiveDesk.Web.TimeTracking;

/// <summary>Names the words of written-down time.</summary>
public sealed class TimeWords;
