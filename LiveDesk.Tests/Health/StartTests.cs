using System.Net.Sockets;
using System.Net;

namespace LiveDesk.Tests.Health;

/// <summary>The program refuses to start with a sentence that names the setting and what is allowed, and exit code 1.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Assistant:Provder", "openai", "the setting “Assistant:Provder” is not known. Under Assistant there are: Provider")]
    [InlineData("Asistant:Provider", "openai", "the variable “Asistant__Provider” is not known. Did you mean “Assistant__Provider”?")]
    [InlineData("Flies:LargestMegabytes", "5", "the variable “Flies__LargestMegabytes” is not known. Did you mean “Files__LargestMegabytes”?")]
    [InlineData("Data:Foldr", "x", "the setting “Data:Foldr” is not known. Under Data there are: Folder.")]
    [InlineData("Security:TrustedProxies:0", "the router", "Security:TrustedProxies has “the router”. Each is an address like 10.0.0.7 or a network like 10.0.0.0/8.")]
    [InlineData("Security:WindowsPerPerson", "0", "Security:WindowsPerPerson is 0. It is a whole number from 1 up.")]
    [InlineData("Security:WindowsPerPerson", "many", "Security:WindowsPerPerson")]
    [InlineData("Files:LargestMegabytes", "-1", "Files:LargestMegabytes is a whole number from 1 to 1024")]
    [InlineData("Assistant:Provider", "skynet", "It is one of none, openai, anthropic.")]
    [InlineData("ConnectionStrings:Desk", "mysql://x", "ConnectionStrings:Desk is not understood. It is “Data Source=FILE” for SQLite or “Host=SERVER")]
    [InlineData("ConnectionStrings:Desk", "Host=127.0.0.1;Port=1;Timeout=2", "The database cannot be reached")]
    [InlineData("ConnectionStrings:Desk", "Host=x;Prot=5432", "ConnectionStrings:Desk is not understood")]
    public async Task A_wrong_setting_is_named_with_what_is_allowed(string key, string value, string says)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, migrated: false);
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, [(key, value)]);
        Assert.Contains("LiveDesk cannot start: ", output);
        Assert.Contains(says, output);
        Assert.DoesNotContain("   at ", output);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("ftp://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:99999")]
    public async Task An_address_to_listen_on_that_is_none_is_named(string urls)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, migrated: false);
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, [("ASPNETCORE_URLS", urls)]);
        Assert.Contains($"LiveDesk cannot start: “{urls.Split(';')[^1]}” is no address to listen on. ASPNETCORE_URLS has addresses like", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, migrated: false);
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, [("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}")]);
        Assert.Contains($"LiveDesk cannot start: Failed to bind to address http://{taken.LocalEndpoint}: address already in use. Stop the program that listens there", output);
        Assert.Equal(1, exitCode);
    }

    [Theory, BothDatabases]
    public async Task A_database_from_the_future_is_left_alone(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await database.ExecuteAsync("""INSERT INTO "Migrations" ("MigrationId", "ProductVersion") VALUES ('29990101000000_FlyingCars', '99.0')""");
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, []);
        Assert.Contains("LiveDesk cannot start: The database was written by a newer LiveDesk (it has 29990101000000_FlyingCars).", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_settings_file_is_held_against_what_is_known_too()
    {
        // A copy of the program's folder of settings, with one word misspelt.
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, migrated: false);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "appsettings.json"), """{ "Logging": {}, "Asistant": { "Provider": "none" } }""");
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, [], "--contentRoot", database.Folder);
        Assert.Contains("the setting “Asistant” in appsettings.json is not known. There are: AllowedHosts, Assistant,", output);
        Assert.Equal(1, exitCode);

        await File.WriteAllTextAsync(Path.Combine(database.Folder, "appsettings.json"), "{ not json");
        (exitCode, output) = await ServerProcess.RunToEndAsync(database, [], "--contentRoot", database.Folder);
        Assert.Contains("appsettings.json", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_node_whose_database_went_away_says_so_and_comes_back()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false);
        await using var server = ServerProcess.On(database);
        await server.StartAgainAsync();
        using var http = server.Client();
        Assert.Contains("\"feed\":\"up\"", await http.GetStringAsync("readyz"));

        var cluster = await PostgresCluster.RunningAsync();
        await cluster.ForbidAsync(database.Name!);
        await Eventually.TrueAsync(async () => (await http.GetAsync("readyz")).StatusCode is HttpStatusCode.ServiceUnavailable, "not ready while the database is away", TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("healthz")).StatusCode);

        await cluster.AllowAsync(database.Name!);
        await Eventually.TrueAsync(async () => (await http.GetAsync("readyz")).StatusCode is HttpStatusCode.OK, "ready again", TimeSpan.FromSeconds(60));
    }
}
