using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace LiveDesk.Bench;

/// <summary>As the framework's own template makes it: a document, a router, a layout, a page with a title.</summary>
public sealed class BareApp : ComponentBase
{
    private static readonly InteractiveServerRenderMode Live = new(prerender: false);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "html");
        builder.OpenElement(1, "head");
        builder.OpenComponent<HeadOutlet>(2);
        builder.AddComponentRenderMode(Live);
        builder.CloseComponent();
        builder.CloseElement();
        builder.OpenElement(3, "body");
        builder.OpenComponent<BareRoutes>(4);
        builder.AddComponentRenderMode(Live);
        builder.CloseComponent();
        builder.CloseElement();
        builder.CloseElement();
    }
}

public sealed class BareRoutes : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<Router>(0);
        builder.AddComponentParameter(1, nameof(Router.AppAssembly), typeof(BareRoutes).Assembly);
        builder.AddComponentParameter(2, nameof(Router.Found), (RenderFragment<RouteData>)(route => found =>
        {
            found.OpenComponent<RouteView>(0);
            found.AddComponentParameter(1, nameof(RouteView.RouteData), route);
            found.AddComponentParameter(2, nameof(RouteView.DefaultLayout), typeof(BareLayout));
            found.CloseComponent();
        }));
        builder.CloseComponent();
    }
}

public sealed class BareLayout : LayoutComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "main");
        builder.AddContent(1, Body);
        builder.CloseElement();
    }
}

[Route("/")]
public sealed class BarePage : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<PageTitle>(0);
        builder.AddComponentParameter(1, nameof(PageTitle.ChildContent), (RenderFragment)(title => title.AddContent(0, "Bare")));
        builder.CloseComponent();
        builder.OpenComponent<BareTable>(2);
        builder.CloseComponent();
    }
}

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
