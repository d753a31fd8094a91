using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>A page that is opened in the moment in which its server restarts comes to life all the same.</summary>
public sealed class LoadingTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Theory]
    [InlineData("**/blazor.web*.js")]
    [InlineData("**/composer*.js")]
    [InlineData("**/shell*.css")]
    [InlineData("**/_blazor/negotiate*")]
    public async Task What_failed_to_load_is_loaded_again_until_it_is_there(string what)
    {
        Expecting("ERR_FAILED|Failed to|negotiat|Connection");
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var address = await ana.OpenNewTicketAsync("technician", "Opened too early");
        var failed = 0;
        await ana.RouteAsync(what, route => ++failed <= 2 ? route.AbortAsync() : route.ContinueAsync());
        await ana.GotoAsync(address);
        await ana.WriteReplyAsync("Dear Carla, it is up again.");
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("ticket")).ToHaveCSSAsync("display", "flex");
        Assert.True(failed > 2);
    }

    [Fact]
    public async Task Without_its_first_script_the_page_says_so_and_offers_to_load_it_again()
    {
        Expecting("ERR_FAILED|Failed to");
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.RouteAsync("**/desk*.js", route => route.AbortAsync());
        await ana.GotoAsync("desks/technician/board");
        await Expect(ana.GetByTestId("not-loaded")).ToBeVisibleAsync();
        await ana.UnrouteAllAsync();
        await ana.GetByTestId("not-loaded").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ana.GetByTestId("board")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("not-loaded")).ToBeHiddenAsync();
    }
}
