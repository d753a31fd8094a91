using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Tests.Infrastructure;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>What a visitor, and an agent of elsewhere, cannot reach.</summary>
public sealed class VisitorSightTests
{
    [Theory, BothDatabases]
    public async Task A_visitor_never_reads_what_agents_write_to_each_other(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "Hello");
        await desk.Chats().WhisperAsync(desk.Ben, chat, Says("secret-1"));
        await desk.Chats().EndAsync(desk.Ana, chat);
        await desk.Chats().WhisperAsync(desk.Ben, chat, Says("secret-2"));
        var ticket = (await desk.AllTicketsAsync()).Single();
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket.Id, new NewEntry("secret-3"));
        await desk.Tickets.LeavePublicNoteAsync(desk.Ben, ticket.Id, new NewEntry("A note for you"));

        var agents = await desk.Get<ChatQueries>().ReadAsync(desk.Ana, chat);
        Assert.Equal(3, agents.Lines.Count(l => l.Side is LineSide.Note));
        Assert.Equal(["Hello", "A note for you"], (await desk.SeenByAsync(carla, chat))!.Lines.Select(l => l.Body));
    }

    [Theory, BothDatabases]
    public async Task Another_visitor_does_not_find_Carlas_conversation(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (carla, dev) = (desk.Visitor(), desk.Visitor());
        var chat = await desk.WriteAsync(carla, "Hello");
        Assert.NotNull(await desk.SeenByAsync(carla, chat));
        Assert.Null(await desk.SeenByAsync(dev, chat));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Visitors().WriteAsync(dev, Line(chat, "Me too")));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Visitors().EndAsync(dev, chat));
        Assert.Null(await desk.SeenByAsync(carla with { DeskId = desk.Hosting.Id }, chat));
    }

    [Theory, BothDatabases]
    public async Task Threat_6_Ola_of_another_department_does_not_find_the_chat_nor_its_files(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var picture = await desk.UploadAsync(Actor.Visitor(carla.Id, "Visitor"), "door.png", Picture);
        var chat = Guid.NewGuid();
        await desk.Visitors().WriteAsync(carla, Line(chat, "Look", files: picture.Id));
        Assert.Single(await desk.Get<ChatQueries>().ListAsync(desk.Ana));
        Assert.Empty(await desk.Get<ChatQueries>().ListAsync(desk.Ola));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<ChatQueries>().ReadAsync(desk.Ola, chat));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Chats().SayAsync(desk.Ola, chat, Says("Hi")));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Chats().EndAsync(desk.Ola, chat));

        var files = desk.Get<FileQueries>();
        await using (var seen = (await files.OpenAsync(desk.Ana, picture.Id))!.Bytes) Assert.Equal(Picture.Length, seen.Length);
        Assert.Null(await files.OpenAsync(desk.Ola, picture.Id));
        Assert.Null(await files.OpenForPublicAsync(picture.Id));
        await desk.Chats().EndAsync(desk.Ana, chat);
        await using (var seen = (await files.OpenAsync(desk.Ana, picture.Id))!.Bytes) Assert.Equal(Picture.Length, seen.Length);
        Assert.Null(await files.OpenAsync(desk.Ola, picture.Id));
    }

    [Theory, BothDatabases]
    public async Task A_file_on_a_note_is_the_agents_own(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (carla, dev) = (desk.Visitor(), desk.Visitor());
        var chat = await desk.WriteAsync(carla, "Hello");
        var (inner, open) = (await desk.UploadAsync(desk.Ben, "price-list.pdf", "%PDF-1.7"u8.ToArray()), await desk.UploadAsync(desk.Ben, "manual.pdf", "%PDF-1.7"u8.ToArray()));
        await desk.Chats().WhisperAsync(desk.Ben, chat, new("", "w", [inner.Id]));
        await desk.Chats().SayAsync(desk.Ben, chat, new("Here", "s", [open.Id]));
        var files = desk.Get<FileQueries>();
        foreach (var _ in (bool[])[false, true])
        {
            await using (var seen = (await files.OpenForVisitorAsync(carla, open.Id))!.Bytes) Assert.Equal(8, seen.Length);
            Assert.Null(await files.OpenForVisitorAsync(carla, inner.Id));
            Assert.Null(await files.OpenForVisitorAsync(dev, open.Id));
            await desk.Chats().EndAsync(desk.Ana, chat);
        }
    }

    [Fact]
    public async Task Threat_6_a_visitor_cannot_hang_somebody_elses_file_on_their_line()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var secret = await desk.UploadAsync(desk.Ben, "price-list.pdf", "%PDF-1.7"u8.ToArray());
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Visitors().WriteAsync(desk.Visitor(), Line(Guid.NewGuid(), "Mine now", files: secret.Id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0\0")]
    public async Task A_line_of_nothing_is_refused(string text)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Visitors().WriteAsync(desk.Visitor(), Line(Guid.NewGuid(), text)));
    }

    [Theory, BothDatabases]
    public async Task Right_to_left_text_emoji_zero_bytes_and_script_are_kept_as_text(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        string[] lines = ["مرحبا بكم", "👩‍👩‍👧 ok", "a\0b", "<script>alert(1)</script>", "x\uD800y"];
        var chat = await desk.WriteAsync(carla, lines);
        Assert.Equal(["مرحبا بكم", "👩‍👩‍👧 ok", "ab", "<script>alert(1)</script>", "x\uFFFDy"], (await desk.SeenByAsync(carla, chat))!.Lines.Select(l => l.Body));
        await desk.Visitors().EndAsync(carla, chat);
        Assert.Equal("مرحبا بكم", (await desk.AllTicketsAsync()).Single().Subject);
    }
}
