namespace LiveDesk.Web.Account;

/// <summary>Words of sign-in and setup: AccountWords.resx and its translations.</summary>
public sealed class AccountWords;
