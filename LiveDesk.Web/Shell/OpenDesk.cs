namespace LiveDesk.Web.Shell;

/// <summary>Which desk the open page belongs to, where its address does not say so (a ticket's): the menu marks it. For one circuit.</summary>
public sealed class OpenDesk
{
    public event Action? Changed;

    public string? Slug { get; private set; }

    public void Show(string slug)
    {
        if (Slug == slug) return;
        Slug = slug;
        Changed?.Invoke();
    }
}
