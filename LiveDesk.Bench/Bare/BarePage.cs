using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace LiveDesk.Bench;

public sealed class BareApp : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "html");
        builder.OpenElement(1, "body");
        builder.OpenComponent<BareTable>(2);
        builder.AddComponentRenderMode(RenderMode.InteractiveServer);
        builder.CloseComponent();
        builder.CloseElement();
        builder.CloseElement();
    }
}

/// <summary>Makes the address exist; <see cref="BareApp"/> is all that is shown there.</summary>
[Route("/")]
public sealed class BarePage : ComponentBase;

public sealed class BareTable : ComponentBase, IDisposable
{
    public const int Rows = 50;
    private string _mark = "";

    [Inject] internal BareFeed Feed { get; set; } = default!;

    public void Dispose() => Feed.Pushed -= Hear;

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive) Feed.Pushed += Hear;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "table");
        for (var row = 1; row <= Rows; row++)
        {
            builder.OpenElement(1, "tr");
            builder.SetKey(row);
            builder.OpenElement(2, "td");
            builder.AddContent(3, row);
            builder.CloseElement();
            builder.OpenElement(4, "td");
            builder.AddContent(5, $"{_mark} in row {row}");
            builder.CloseElement();
            builder.CloseElement();
        }
        builder.CloseElement();
    }

    private void Hear(string mark) => _ = InvokeAsync(() =>
    {
        _mark = mark;
        StateHasChanged();
    });
}
