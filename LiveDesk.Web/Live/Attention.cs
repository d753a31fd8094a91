namespace LiveDesk.Web.Live;

/// <summary>Whether this circuit's person looks at the page: their browser says so (<c>Client/desk/attention.ts</c>).</summary>
public sealed class Attention
{
    public event Action? Changed;

    public bool IsIdle { get; private set; }

    public void Turn(bool idle)
    {
        if (IsIdle == idle) return;
        IsIdle = idle;
        Changed?.Invoke();
    }
}
