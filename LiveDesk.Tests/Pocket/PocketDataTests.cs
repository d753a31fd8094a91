using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Pocket;

/// <summary>What the pocket view asks of the desk and sends to it, by the wire.</summary>
public sealed partial class PocketDataTests
{
    [Theory, BothDatabases]
    public async Task Anas_list_holds_her_open_tickets_and_those_of_her_departments_that_nobody_has(DatabaseKind kind)
    {
        await using var server = await PocketServer.StartAsync(kind);
        var desk = server.Desk;
        var (mine, _) = await desk.AddTicketAsync("Hers");
        await desk.Tickets.AssignAsync(desk.Ana, mine, desk.Ana.Id);
        var (bens, _) = await desk.AddTicketAsync("Ben's");
        await desk.Tickets.AssignAsync(desk.Ben, bens, desk.Ben.Id);
        var (done, _) = await desk.AddTicketAsync("Done");
        await desk.Tickets.AssignAsync(desk.Ana, done, desk.Ana.Id);
        await desk.Tickets.ResolveAsync(desk.Ana, done, "Fixed.");
        await desk.AddTicketAsync("Nobody's");
        await desk.AddTicketAsync("Ola's department", desk.Hosting, "Billing");

        using var ana = await server.OfAsync(desk.Ana);
        var home = await ana.GetFromJsonAsync<JsonElement>("pocket/data/home");
        Assert.Equal(["Hers"], Subjects(home, "mine"));
        Assert.Equal(["Nobody's"], Subjects(home, "free"));
        var technician = Assert.Single(home.GetProperty("desks").EnumerateArray());
        Assert.Equal(["subject", "requester", "email", "description"], technician.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.True(technician.GetProperty("resolving").GetProperty("needsText").GetBoolean());
        using var ola = await server.OfAsync(desk.Ola);
        Assert.Equal(["Ola's department"], Subjects(await ola.GetFromJsonAsync<JsonElement>("pocket/data/home"), "free"));
    }

    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public async Task On_every_desk_a_ticket_is_opened_with_what_its_form_asks_for(string preset)
    {
        await using var server = await PocketServer.StartAsync(DatabaseKind.Sqlite, preset);
        using var ana = await server.OfAsync(server.Desk.Ana);
        var organisation = await server.Desk.Get<ContactCommands>().AddOrganisationAsync(server.Desk.Ana, "Hotel Seerose", null);
        var form = (await ana.GetFromJsonAsync<JsonElement>("pocket/data/home")).GetProperty("desks").EnumerateArray().Single(d => d.GetProperty("id").GetGuid() == server.Desk.Desk.Id);
        Guid? First(string list) => form.GetProperty(list).EnumerateArray().Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault();
        var required = form.GetProperty("required").EnumerateArray().Select(r => r.GetString()).ToList();
        Guid? Asked(string what, Guid? value) => required.Contains(what) ? value : null;
        await SentAsync(ana, "tickets", new
        {
            made = "open", desk = server.Desk.Desk.Id, subject = "The panel beeps", description = "In the cellar.", requester = "Carla", email = "carla@example.com",
            organisation = Asked("organisation", organisation), department = First("departments"), type = Asked("type", First("types")), category = Asked("category", First("categories")),
        });
    }

    [Theory, BothDatabases]
    public async Task A_day_in_the_cellar_sent_twice_is_there_once_and_in_order(DatabaseKind kind)
    {
        await using var server = await PocketServer.StartAsync(kind);
        var desk = server.Desk;
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, s => s with { TracksTime = true });
        using var ana = await server.OfAsync(desk.Ana);
        var open = new { made = "open", desk = desk.Desk.Id, subject = "The panel beeps", description = "In the cellar.", requester = "Carla", email = "carla@example.com", mine = true };
        var id = Guid.Empty;
        for (var sending = 0; sending < 2; sending++)
        {
            id = (await SentAsync(ana, "tickets", open)).GetProperty("id").GetGuid();
            await SentAsync(ana, $"tickets/{id}/entries", new { made = "note", isReply = false, text = "Battery swollen." });
            var photo = await ReadAsync(await ana.PostAsync($"pocket/data/files?desk={desk.Desk.Id}&name=panel.png&made=photo", new ByteArrayContent(ChatScene.Picture)));
            await SentAsync(ana, $"tickets/{id}/entries", new { made = "with photo", isReply = true, text = "", files = new[] { photo.GetProperty("id").GetGuid() } }, HttpStatusCode.UnprocessableEntity, "sender-made id");
            await SentAsync(ana, $"tickets/{id}/entries", new { made = "with-photo", isReply = true, text = "", files = new[] { photo.GetProperty("id").GetGuid() } });
            await SentAsync(ana, $"tickets/{id}/times", new { made = "time", minutes = 45, billable = true, day = Today, note = "Battery" });
            await SentAsync(ana, $"tickets/{id}/resolution", new { made = "done", text = "New battery." });
        }
        var ticket = await ana.GetFromJsonAsync<JsonElement>($"pocket/data/tickets/{id}");
        Assert.Equal(["note", "reply", "system"], ticket.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
        Assert.True(ticket.GetProperty("entries")[1].GetProperty("files")[0].GetProperty("isPicture").GetBoolean());
        Assert.Equal(("New battery.", false, 45), (ticket.GetProperty("resolution").GetProperty("text").GetString(), ticket.GetProperty("isOpen").GetBoolean(), ticket.GetProperty("time").GetProperty("billable").GetInt32()));
        Assert.Equal("Ana", ticket.GetProperty("owner").GetString());
        Assert.Equal(1, (await desk.TicketQueries.ListAsync(desk.Sam, new TicketFilter(desk.Desk.Id))).Total);
    }

    [Theory, BothDatabases]
    public async Task What_the_desk_refuses_is_a_sentence_and_a_colleague_who_was_faster_is_named(DatabaseKind kind)
    {
        await using var server = await PocketServer.StartAsync(kind);
        var desk = server.Desk;
        var (id, _) = await desk.AddTicketAsync("It beeps");
        using var ana = await server.OfAsync(desk.Ana);
        await SentAsync(ana, "tickets", new { made = "a", desk = desk.Desk.Id, subject = "No description", requester = "Carla", email = "carla@example.com" }, HttpStatusCode.UnprocessableEntity, "The description is missing.");
        await SentAsync(ana, $"tickets/{id}/resolution", new { made = "b", seen = desk.Desk.FirstStatus.Id }, HttpStatusCode.UnprocessableEntity, "needs its resolution written down");
        await SentAsync(ana, $"tickets/{id}/times", new { made = "c", minutes = 5, billable = true, day = Today }, HttpStatusCode.UnprocessableEntity, "This desk writes down no time.");
        await SentAsync(ana, $"tickets/{id}/entries", new { made = "d", isReply = false, text = " " }, HttpStatusCode.UnprocessableEntity, "Please write something first.");
        await SentAsync(ana, $"tickets/{id}/entries", new { made = "", isReply = false, text = "No id" }, HttpStatusCode.UnprocessableEntity, "needs an id");
        Assert.Empty((await desk.Get<TicketPageQueries>().ThreadAsync(desk.Sam, id)).Entries);
        await desk.Tickets.ResolveAsync(desk.Ben, id, "A fuse.");
        await SentAsync(ana, $"tickets/{id}/resolution", new { made = "e", text = "A battery.", seen = desk.Desk.FirstStatus.Id }, HttpStatusCode.Conflict, "Ben changed the status");
        Assert.Equal("A fuse.", (await desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, id)).Resolution?.Text);
    }

    [Theory, BothDatabases]
    public async Task Threat_15_what_is_not_Olas_is_not_found_to_read_or_to_write(DatabaseKind kind)
    {
        await using var server = await PocketServer.StartAsync(kind);
        var desk = server.Desk;
        var (id, _) = await desk.AddTicketAsync("Ana's desk");
        using var ana = await server.OfAsync(desk.Ana);
        using var ola = await server.OfAsync(desk.Ola);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync($"pocket/data/tickets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ola.GetAsync($"pocket/data/tickets/{id}")).StatusCode);
        await SentAsync(ola, $"tickets/{id}/entries", new { made = "a", isReply = false, text = "Mine?" }, HttpStatusCode.NotFound);
        await SentAsync(ola, $"tickets/{id}/times", new { made = "b", minutes = 5, billable = true, day = Today }, HttpStatusCode.NotFound);
        await SentAsync(ola, $"tickets/{id}/resolution", new { made = "c", text = "Done." }, HttpStatusCode.NotFound);
        await SentAsync(ola, "tickets", new { made = "d", desk = desk.Desk.Id, subject = "Mine?", description = "x", requester = "x", email = "x@example.com" }, HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await ola.PostAsync($"pocket/data/files?desk={desk.Desk.Id}&name=x.png&made=e", new ByteArrayContent(ChatScene.Picture))).StatusCode);
        Assert.Empty((await desk.Get<TicketPageQueries>().ThreadAsync(desk.Sam, id)).Entries);
    }

    [Fact]
    public async Task Threat_26_it_answers_its_own_page_alone_and_takes_writes_only_from_whoever_made_them()
    {
        await using var server = await PocketServer.StartAsync(DatabaseKind.Sqlite);
        var (id, _) = await server.Desk.AddTicketAsync("It beeps");
        using var nobody = server.Nobody();
        nobody.DefaultRequestHeaders.Add("X-LiveDesk", "pocket");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("pocket/data/home")).StatusCode);
        using var ana = await server.OfAsync(server.Desk.Ana);
        using var answer = await ana.GetAsync("pocket/data/home");
        Assert.True(answer.Headers.CacheControl is { NoStore: true });

        async Task<HttpStatusCode> WithAsync(Action<HttpRequestMessage> change)
        {
            using var ben = await server.OfAsync(server.Desk.Ben);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"pocket/data/tickets/{id}/entries") { Content = JsonContent.Create(new { made = Guid.NewGuid().ToString("N"), isReply = false, text = "Hello" }) };
            foreach (var header in ben.DefaultRequestHeaders) request.Headers.Add(header.Key, header.Value);
            change(request);
            ben.DefaultRequestHeaders.Clear();
            using var answered = await ben.SendAsync(request);
            return answered.StatusCode;
        }
        Assert.Equal(HttpStatusCode.OK, await WithAsync(_ => { }));
        Assert.Equal(HttpStatusCode.NotFound, await WithAsync(r => r.Headers.Remove("X-LiveDesk")));
        Assert.Equal(HttpStatusCode.NotFound, await WithAsync(r => r.Headers.Add("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.NotFound, await WithAsync(r => r.Headers.Add("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await WithAsync(r => r.Headers.Remove("RequestVerificationToken")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await WithAsync(r => r.Headers.Remove("X-LiveDesk-Person")));
        // What Ana wrote, on a telephone where Ben is signed in now.
        Assert.Equal(HttpStatusCode.PreconditionFailed, await WithAsync(r => { r.Headers.Remove("X-LiveDesk-Person"); r.Headers.Add("X-LiveDesk-Person", server.Desk.Ana.Id.ToString()); }));
        Assert.Single((await server.Desk.Get<TicketPageQueries>().ThreadAsync(server.Desk.Sam, id)).Entries);
    }

    [Fact]
    public async Task The_page_is_a_few_lines_without_a_script_of_its_own_and_a_telephone_can_keep_it()
    {
        await using var server = await PocketServer.StartAsync(DatabaseKind.Sqlite);
        using var ana = await server.OfAsync(server.Desk.Ana);
        using var page = await ana.GetAsync("pocket");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(("text/html", "default-src 'none'"), (page.Content.Headers.ContentType!.MediaType, page.Headers.GetValues("Content-Security-Policy").Single().Split(';')[0]));
        Assert.DoesNotContain(server.Desk.Ana.Id.ToString()!, html, StringComparison.Ordinal);
        using var nobody = server.Nobody();
        var manifest = await nobody.GetFromJsonAsync<JsonElement>("pocket.webmanifest");
        Assert.Equal(("/pocket", "/pocket", "standalone"), (manifest.GetProperty("start_url").GetString(), manifest.GetProperty("scope").GetString(), manifest.GetProperty("display").GetString()));
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray()) Assert.True(File.Exists(Path.Combine(Repository.WebProject, "wwwroot", icon.GetProperty("src").GetString()![1..])));
        var version = VersionOfPage().Match(html).Groups["version"].Value;
        using var worker = await nobody.GetAsync("pocket/worker.js");
        Assert.Equal("/pocket", worker.Headers.GetValues("Service-Worker-Allowed").Single());
        Assert.StartsWith($"self.pocketVersion=\"{version}\"", await worker.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_word_that_the_script_says_is_there()
    {
        var there = XDocument.Load(Path.Combine(Repository.WebProject, "Pocket", "PocketWords.resx")).Root!.Elements("data").Select(d => JsonNamingPolicy.CamelCase.ConvertName(d.Attribute("name")!.Value)).ToHashSet(StringComparer.Ordinal);
        var said = Directory.GetFiles(Path.Combine(Repository.WebProject, "Client", "pocket"), "*.ts").SelectMany(f => Said().Matches(File.ReadAllText(f))).Select(m => m.Groups["word"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(said.Count > 60);
        Assert.Empty(said.Except(there));
    }

    /// <summary>The server's clock is the machine's.</summary>
    private static string Today => TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string?> Subjects(JsonElement home, string list) => home.GetProperty(list).EnumerateArray().Select(t => t.GetProperty("subject").GetString());

    private static async Task<JsonElement> SentAsync(HttpClient http, string path, object what, HttpStatusCode status = HttpStatusCode.OK, string? says = null)
    {
        using var answer = await http.PostAsJsonAsync($"pocket/data/{path}", what);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path}: {(int)answer.StatusCode} {text}");
        if (text.Length == 0) return default;
        var read = JsonSerializer.Deserialize<JsonElement>(text);
        if (says is not null) Assert.Contains(says, read.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return read;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer) return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    [GeneratedRegex("""say\(\s*"(?<word>[\w-]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Said();

    [GeneratedRegex("""data-version="(?<version>\w+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionOfPage();
}
