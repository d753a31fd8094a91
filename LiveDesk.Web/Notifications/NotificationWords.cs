namespace LiveDesk.Web.Notifications;

/// <summary>Words of notifications: NotificationWords.resx and its translations.</summary>
public sealed class NotificationWords;
