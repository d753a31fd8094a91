using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Pocket;

/// <summary>A day of Ana's with a telephone: cellars without a network, a server that dies, and Ben who borrows it.</summary>
public sealed class PocketBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Offline = ServerKilled + "|ERR_INTERNET_DISCONNECTED|ERR_FAILED";

    /// <summary>Wider than a photo is sent, and of a noise that no PNG makes small.</summary>
    private const string LargePhoto = """
        () => new Promise(done => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 1800, height: 240 });
          const context = canvas.getContext("2d"), pixels = context.createImageData(1800, 240);
          for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
          context.putImageData(pixels, 0, 0);
          done(canvas.toDataURL("image/png").split(",")[1]);
        })
        """;

    [Fact]
    public async Task What_Ana_does_in_the_cellar_arrives_once_and_in_order_and_is_nobody_elses()
    {
        Expecting(Offline);
        var database = ForThisTest(await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false));
        var server = ForThisTest(ServerProcess.On(database));
        await server.StartAgainAsync();
        var node = ForThisTest(await TestDesk.JoinAsync(database));
        var technician = (await node.Catalogue.DeskBySlugAsync("technician"))!;
        await node.Get<DeskCommands>().ConfigureAsync(LiveDesk.Domain.Actor.System, technician.Id, s => s with { TracksTime = true });

        var ana = await OpenWindowOfAsync("ana@livedesk.test", server, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true });
        await ana.GotoAsync("pocket");
        await Expect(ana.GetByTestId("pocket-list")).ToBeVisibleAsync();
        await ana.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => true)");
        await IsFineAsync(ana);

        await OpenAsync(ana, "The panel in the cellar beeps");
        await Expect(ana.GetByTestId("pocket-status")).ToHaveAttributeAsync("data-value", "Open");
        await NoteAsync(ana, "The battery is swollen.");
        await Expect(ana.Locator("[data-testid=pocket-entry][data-kind=note]")).ToContainTextAsync("swollen");

        await WorkInTheCellarAsync(ana);

        // The network is back before the server is.
        await server.KillAsync();
        await ana.Context.SetOfflineAsync(false);
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(3);
        await server.StartAgainAsync();
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(0, new() { Timeout = 90_000 });
        await Expect(ana.GetByTestId("pocket-status")).ToHaveAttributeAsync("data-value", "Resolved");
        await ResolvedOnceAsync(node, technician.Id);

        // Two more things in the cellar; then Ben borrows the telephone.
        await ana.Context.SetOfflineAsync(true);
        await OpenAsync(ana, "The foghorn is mute");
        await NoteAsync(ana, "Its cable is cut.");
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(2);
        await BenBorrowsItAsync(ana);
        Assert.Empty(await FoundAsync(node, technician.Id, "foghorn"));

        await SignInAsync(ana, "ana@livedesk.test");
        await ana.GotoAsync("pocket");
        await Expect(ana.GetByTestId("pocket-card").Filter(new() { HasText = "The foghorn is mute" })).ToHaveCountAsync(1);
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(0);
        var foghorn = Assert.Single(await FoundAsync(node, technician.Id, "foghorn"));
        Assert.Equal("Ana", Assert.Single(await ThreadAsync(node, foghorn.Id)).Authors[0].Name);
    }

    [Fact]
    public async Task What_the_desk_refuses_stays_with_its_reason_until_Ana_decides()
    {
        Expecting(Offline + "|422|409");
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark, Locale = "de-DE" });
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ana.GotoAsync("pocket");
        await OpenAsync(ana, "Donaudampfschifffahrtsgesellschaftskapitänskajütentürschließanlagenbatteriefachdeckel klemmt");
        await Expect(ana.GetByTestId("pocket-status")).ToBeVisibleAsync();
        var ticket = await ana.GetByTestId("pocket-ticket").GetAttributeAsync("data-id");
        await ana.Context.SetOfflineAsync(true);
        await ana.GetByTestId("pocket-do-resolve").ClickAsync();
        await ana.GetByTestId("pocket-resolution").FillAsync("Geölt.");
        await ana.GetByTestId("pocket-resolve-send").ClickAsync();
        await ben.GotoAsync("pocket#/t/" + ticket);
        await ben.GetByTestId("pocket-do-resolve").ClickAsync();
        await ben.GetByTestId("pocket-resolution").FillAsync("Hammer.");
        await ben.GetByTestId("pocket-resolve-send").ClickAsync();
        await Expect(ben.GetByTestId("pocket-resolved")).ToContainTextAsync("Hammer.");

        await ana.Context.SetOfflineAsync(false);
        var refused = ana.Locator("[data-testid=pocket-waiting][data-state=refused]");
        await Expect(refused).ToContainTextAsync("Ben changed the status");
        await Expect(ana.GetByTestId("pocket-resolved")).ToContainTextAsync("Hammer.");
        await IsFineAsync(ana);
        // Edited, it becomes a note: what she wrote is not lost, and Ben's word stands.
        await refused.GetByTestId("pocket-edit").ClickAsync();
        await Expect(ana.GetByTestId("pocket-text")).ToHaveValueAsync("Geölt.");
        await IsFineAsync(ana);
        await ana.GetByTestId("pocket-send").ClickAsync();
        await Expect(ana.Locator("[data-testid=pocket-entry][data-kind=note]")).ToContainTextAsync("Geölt.");
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(0);
        await ana.GetByTestId("pocket-back").ClickAsync();
        await Expect(ana.GetByTestId("pocket-free")).ToBeVisibleAsync();
        await IsFineAsync(ana);
    }

    /// <summary>A photo, time, and the resolution, of which half is typed when the page is loaded anew.</summary>
    private static async Task WorkInTheCellarAsync(IPage ana)
    {
        await ana.Context.SetOfflineAsync(true);
        await ana.GetByTestId("pocket-do-write").ClickAsync();
        await ana.GetByTestId("pocket-camera").SetInputFilesAsync(new FilePayload { Name = "panel.png", MimeType = "image/png", Buffer = Convert.FromBase64String(await ana.EvaluateAsync<string>(LargePhoto)) });
        await Expect(ana.GetByTestId("pocket-photo")).ToHaveCountAsync(1);
        await IsFineAsync(ana);
        await ana.GetByTestId("pocket-send").ClickAsync();
        await ana.GetByTestId("pocket-do-time").ClickAsync();
        await ana.GetByTestId("pocket-minutes").FillAsync("1:30");
        await ana.GetByTestId("pocket-time-save").ClickAsync();
        await ana.GetByTestId("pocket-do-resolve").ClickAsync();
        await ana.GetByTestId("pocket-resolve-send").ClickAsync();
        await Expect(ana.GetByTestId("pocket-resolve")).ToContainTextAsync("this desk asks for it");
        await ana.GetByTestId("pocket-resolution").FillAsync("A new battery");
        await ana.ReloadAsync();
        await Expect(ana.GetByTestId("pocket-line")).ToHaveAttributeAsync("data-state", "offline");
        await Expect(ana.GetByTestId("pocket-waiting")).ToHaveCountAsync(2);
        await ana.GetByTestId("pocket-do-resolve").ClickAsync();
        await Expect(ana.GetByTestId("pocket-resolution")).ToHaveValueAsync("A new battery");
        await ana.GetByTestId("pocket-resolution").FillAsync("A new battery, and the old one is recycled.");
        await ana.GetByTestId("pocket-resolve-send").ClickAsync();
        await Expect(ana.Locator("[data-testid=pocket-waiting][data-state=waiting]")).ToHaveCountAsync(3);
        await IsFineAsync(ana);
    }

    /// <summary>He sees nothing of hers, sends nothing of hers, and leaves nothing behind.</summary>
    private static async Task BenBorrowsItAsync(IPage telephone)
    {
        await telephone.GotoAsync("about:blank");
        await telephone.Context.SetOfflineAsync(false);
        await SignInAsync(telephone, "ben@livedesk.test");
        await telephone.GotoAsync("pocket");
        await Expect(telephone.GetByTestId("pocket-line")).ToHaveAttributeAsync("data-state", "current");
        await Expect(telephone.GetByTestId("pocket-waiting")).ToHaveCountAsync(0);
        await telephone.GetByTestId("pocket-menu").ClickAsync();
        await Expect(telephone.GetByTestId("pocket-menu-sheet")).Not.ToContainTextAsync("not sent yet");
        await telephone.GetByTestId("pocket-sign-out").ClickAsync();
        await telephone.WaitForURLAsync("**/sign-in");
        Assert.Equal(0, await telephone.EvaluateAsync<int>(CopiesLeft));
    }

    private const string CopiesLeft = """
        async () => {
          let left = 0;
          for (const { name } of (await indexedDB.databases()).filter(one => one.name.startsWith("livedesk.pocket."))) {
            const db = await new Promise(done => { const opening = indexedDB.open(name); opening.onsuccess = () => done(opening.result); });
            for (const store of ["tickets", "kept"]) left += await new Promise(done => { const counting = db.transaction(store).objectStore(store).count(); counting.onsuccess = () => done(counting.result); });
            db.close();
          }
          return left;
        }
        """;

    private static async Task OpenAsync(IPage page, string subject)
    {
        if (await page.GetByTestId("pocket-back").IsVisibleAsync()) await page.GetByTestId("pocket-back").ClickAsync();
        await page.GetByTestId("pocket-new").ClickAsync();
        await Expect(page.GetByTestId("pocket-new-requester")).ToBeVisibleAsync();
        if (await page.GetByTestId("pocket-new-desk").IsVisibleAsync()) await page.GetByTestId("pocket-new-desk").SelectOptionAsync(new SelectOptionValue { Label = "Keller Security" });
        await page.GetByTestId("pocket-new-requester").FillAsync("Carla");
        await page.GetByTestId("pocket-new-email").FillAsync("carla.of.the.cellar@example.com");
        await page.GetByTestId("pocket-new-subject").FillAsync(subject);
        await page.GetByTestId("pocket-new-description").FillAsync("Since this morning.");
        await IsFineAsync(page);
        await page.GetByTestId("pocket-new-send").ClickAsync();
        await Expect(page.GetByTestId("pocket-subject")).ToHaveTextAsync(subject);
    }

    private static async Task NoteAsync(IPage page, string text)
    {
        await page.GetByTestId("pocket-do-write").ClickAsync();
        await page.GetByTestId("pocket-text").FillAsync(text);
        await page.GetByTestId("pocket-send").ClickAsync();
        await Expect(page.GetByTestId("pocket-write")).ToHaveCountAsync(0);
    }

    private static async Task IsFineAsync(IPage page)
    {
        await AxeAsync(page);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 360, $"{page.Url} is wider than the telephone.");
    }

    private static async Task ResolvedOnceAsync(TestDesk node, Guid desk)
    {
        var ticket = Assert.Single(await FoundAsync(node, desk, "panel in the cellar"));
        Assert.Equal(["The battery is swollen.", "", "A new battery, and the old one is recycled."], (await ThreadAsync(node, ticket.Id)).Select(e => e.Body));
        Assert.Equal(new TimeTotals(90, 0), (await node.Get<TimeQueries>().OfTicketAsync(LiveDesk.Domain.Actor.System, ticket.Id)).Totals);
        Assert.Equal("A new battery, and the old one is recycled.", (await node.Get<TicketPageQueries>().DetailAsync(LiveDesk.Domain.Actor.System, ticket.Id)).Resolution?.Text);
        await using var db = node.OpenDatabase();
        var photo = await db.Attachments.SingleAsync(a => a.TicketId == ticket.Id);
        Assert.Equal(("panel.jpg", "image/jpeg"), (photo.FileName, photo.ContentType));
        // In the order in which she did it.
        var facts = await db.Activities.Where(a => a.SubjectId == ticket.Id).OrderBy(a => a.Id).Select(a => a.Kind).ToListAsync();
        Assert.Equal([nameof(NoteWasLeft), nameof(NoteWasLeft), nameof(TimeWasLogged), nameof(TicketWasMoved)], facts.Where(f => f is nameof(NoteWasLeft) or nameof(TimeWasLogged) or nameof(TicketWasMoved)));
    }

    private static async Task<IReadOnlyList<TicketCard>> FoundAsync(TestDesk node, Guid desk, string words) =>
        (await node.TicketQueries.ListAsync(LiveDesk.Domain.Actor.System, new TicketFilter(desk, Search: words))).Tickets;

    private static async Task<IReadOnlyList<EntryView>> ThreadAsync(TestDesk node, Guid ticket) =>
        (await node.Get<TicketPageQueries>().ThreadAsync(LiveDesk.Domain.Actor.System, ticket)).Entries;
}
