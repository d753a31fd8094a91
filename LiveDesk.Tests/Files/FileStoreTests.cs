using System.Text;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Files;

public sealed class FileStoreTests
{
    [Theory]
    [InlineData("door.png", "iVBORw0KGgoAAAAN", "image/png")]
    [InlineData("door", "iVBORw0KGgoAAAAN", "image/png")]
    [InlineData("door.html", "iVBORw0KGgoAAAAN", "application/octet-stream")]
    [InlineData("door.txt", "iVBORw0KGgoAAAAN", "application/octet-stream")]
    [InlineData("a.gif", "R0lGODlhAQABAA==", "image/gif")]
    [InlineData("a.jpg", "/9j/4AAQ", "image/jpeg")]
    [InlineData("a.pdf", "JVBERi0xLjc=", "application/pdf")]
    [InlineData("a.docx", "UEsDBBQA", "application/zip")]
    public void Threat_4_a_file_is_what_its_bytes_say(string name, string bytes, string type) => Assert.Equal(type, FileKind.Of(name, Convert.FromBase64String(bytes)));

    [Theory]
    [InlineData("page.html", "<html><script>alert(1)</script>")]
    [InlineData("picture.png", "<html><script>alert(1)</script>")]
    [InlineData("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("note.txt", "plain, but <b>with markup</b>")]
    [InlineData("shell.pht", "plain")]
    [InlineData("shell.PHP", "plain")]
    [InlineData("run.hta", "plain")]
    [InlineData("zeroes.txt", "a\0b")]
    public void Threat_4_and_5_what_a_browser_could_run_has_no_type(string name, string text) => Assert.Equal(FileKind.Unknown, FileKind.Of(name, Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("Plain words.")]
    [InlineData("مرحبا")]
    public void Plain_words_are_text(string text)
    {
        Assert.Equal("text/plain", FileKind.Of("note.txt", Encoding.UTF8.GetBytes(text)));
        var cut = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 300))).AsSpan(0, FileKind.BytesNeeded);
        Assert.Equal("text/plain", FileKind.Of("note.txt", cut));
    }

    [Fact]
    public async Task Threat_7_a_name_with_a_path_in_it_stays_in_the_folder()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var file = await desk.UploadAsync(desk.Ana, "../../../etc/x\0.png", ChatScene.Picture);
        Assert.Equal("x.png", file.FileName);
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(desk.Database.Folder, "attachments"), "*", SearchOption.AllDirectories));
        Assert.EndsWith(file.Id.ToString("N"), kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_empty_or_cut_off_leaves_nothing_behind()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, settings: ("Files:LargestMegabytes", "1"));
        var files = desk.Get<FileCommands>();
        var large = new byte[1024 * 1024 + 1];
        foreach (var (bytes, announced) in new (byte[], long?)[] { (large, null), (large, large.Length), (large, 10), ([], 0), ([1, 2, 3], 10), ([1, 2, 3], 2) })
            await Assert.ThrowsAsync<RuleViolation>(() => files.UploadAsync(desk.Ana, desk.Desk.Id, "x.bin", new MemoryStream(bytes), announced));
        Assert.DoesNotContain(Directory.GetFiles(desk.Database.Folder, "*", SearchOption.AllDirectories), f => f.Contains("attachments", StringComparison.Ordinal));
        await using var db = desk.OpenDatabase();
        Assert.Empty(db.Attachments);
    }

    [Theory, BothDatabases]
    public async Task A_file_that_nobody_used_is_removed_after_a_week_and_a_used_one_stays(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (unused, used) = (await desk.UploadAsync(desk.Ana, "a.png", ChatScene.Picture), await desk.UploadAsync(desk.Ana, "b.png", ChatScene.Picture));
        var (ticket, _) = await desk.AddTicketAsync("The alarm beeps");
        await desk.Tickets.AnswerAsync(desk.Ana, ticket, new("See here", Attachments: [used.Id]));
        desk.Clock.Advance(FileCommands.UnusedLives + TimeSpan.FromMinutes(1));
        await desk.DoDueWorkAsync();
        await using var db = desk.OpenDatabase();
        Assert.Equal(used.Id, await db.Attachments.Select(a => a.Id).SingleAsync());
        Assert.Null(desk.Get<FileStore>().Open(unused.Id));
        await using var kept = desk.Get<FileStore>().Open(used.Id);
        Assert.NotNull(kept);
    }

    [Theory, BothDatabases]
    public async Task Threat_6_a_file_that_Ola_opened_is_not_there_for_her_once_its_ticket_is_another_departments(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (ticket, _) = await desk.AddTicketAsync("Whose invoice is this?", department: "Billing");
        var invoice = await desk.UploadAsync(desk.Ana, "invoice.png", ChatScene.Picture);
        await desk.Tickets.AnswerAsync(desk.Ana, ticket, new("Here it is", Attachments: [invoice.Id]));
        Assert.True(await OpensAsync(desk, desk.Ola, invoice.Id));
        await desk.Tickets.MoveToDepartmentAsync(desk.Ana, ticket, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        Assert.False(await OpensAsync(desk, desk.Ola, invoice.Id));
        Assert.True(await OpensAsync(desk, desk.Ana, invoice.Id));
    }

    private static async Task<bool> OpensAsync(TestDesk desk, Domain.Actor who, Guid file)
    {
        if (await desk.Get<FileQueries>().OpenAsync(who, file) is not { } opened) return false;
        await opened.Bytes.DisposeAsync();
        return true;
    }

    [Fact]
    public async Task Threat_5_nobody_fills_the_disk_with_files_they_never_send()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        for (var i = 0; i < FileCommands.MostUnused; i++) await desk.UploadAsync(desk.Ana, "a.png", ChatScene.Picture);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.UploadAsync(desk.Ana, "a.png", ChatScene.Picture));
        await desk.UploadAsync(desk.Ben, "a.png", ChatScene.Picture);
    }
}
