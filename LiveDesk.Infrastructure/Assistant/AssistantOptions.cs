namespace LiveDesk.Infrastructure.Assistant;

/// <summary><c>Assistant:…</c>. With no provider the assistant works from the articles alone.</summary>
public sealed class AssistantOptions
{
    public const string None = "none", OpenAI = "openai", Anthropic = "anthropic";

    /// <summary><c>none</c>, <c>openai</c> (and every server that speaks its protocol) or <c>anthropic</c>.</summary>
    public string Provider { get; set; } = None;

    /// <summary>Where the provider is, with its version path: <c>http://localhost:11434/v1</c>. Empty: the provider's own.</summary>
    public string BaseAddress { get; set; } = "";

    public string Key { get; set; } = "";

    public string Model { get; set; } = "";

    /// <summary>After this long an answer that is not complete counts as none.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    public bool HasProvider => Provider is OpenAI or Anthropic;

    /// <summary>What is wrong, naming the setting and what is allowed; null when nothing is.</summary>
    public string? Problem()
    {
        if (Provider is not (None or OpenAI or Anthropic)) return $"Assistant:Provider is “{Provider}”. It is one of none, openai, anthropic.";
        if (TimeoutSeconds is < 1 or > 600) return $"Assistant:TimeoutSeconds is {TimeoutSeconds}. It is between 1 and 600.";
        if (!HasProvider) return null;
        if (Model.Length == 0) return $"Assistant:Model is missing. It names the model to ask, as {Provider} knows it.";
        if (BaseAddress.Length > 0 && !(Uri.TryCreate(BaseAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")) return $"Assistant:BaseAddress is “{BaseAddress}”. It is an address like http://localhost:11434/v1.";
        if (Key.Length == 0 && BaseAddress.Length == 0) return "Assistant:Key is missing. The provider needs one; a server of your own is named by Assistant:BaseAddress.";
        return null;
    }
}
