using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace LiveDesk.Infrastructure.Assistant;

/// <summary>The OpenAI package's client as an <see cref="IChatClient"/>: text in, text out, streamed. No tools.</summary>
internal sealed class OpenAIChat(ChatClient client) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = new ChatCompletionOptions { Temperature = options?.Temperature };
        if (options?.ResponseFormat is ChatResponseFormatJson) asked.ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat();
        await foreach (var update in client.CompleteChatStreamingAsync([.. messages.Select(Message)], asked, cancellationToken))
        {
            foreach (var part in update.ContentUpdate.Where(p => p.Text is { Length: > 0 })) yield return new ChatResponseUpdate(ChatRole.Assistant, part.Text);
            if (update.Usage is { } usage)
                yield return new ChatResponseUpdate { Contents = [new UsageContent(new UsageDetails { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount })] };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(client) ? client : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private static OpenAI.Chat.ChatMessage Message(Microsoft.Extensions.AI.ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text) : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text) : new UserChatMessage(message.Text);
}
