namespace LiveDesk.Web.Chat;

/// <summary>The words of the chats screen: <c>ChatWords.resx</c>, <c>ChatWords.de.resx</c>.</summary>
public sealed class ChatWords;
