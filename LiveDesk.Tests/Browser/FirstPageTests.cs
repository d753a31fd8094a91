namespace LiveDesk.Tests.Browser;

public sealed class FirstPageTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task The_server_answers_the_browser()
    {
        var page = await OpenWindowAsync();
        var response = await page.GotoAsync("healthz");
        Assert.Equal(200, response!.Status);
    }
}
