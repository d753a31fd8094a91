using LiveDesk.Domain;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Files;

public sealed class FileSweepTests
{
    [Theory, BothDatabases]
    public async Task Bytes_that_no_attachment_names_are_gone_a_day_later_and_everything_else_stays(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await BeginAsync(desk);
        var kept = await desk.UploadAsync(desk.Ana, "door.png", ChatScene.Picture);
        Touch(desk, Place(desk, kept.Id), age: TimeSpan.FromDays(3));
        var orphan = Put(desk, Place(desk, Ids.New(desk.Clock.GetUtcNow())), age: TimeSpan.FromHours(30));
        var brokenOff = Put(desk, Path.Combine(Folder(desk), "incoming", Guid.NewGuid().ToString("N")), age: TimeSpan.FromHours(30));
        var young = Put(desk, Place(desk, Ids.New(desk.Clock.GetUtcNow())), age: TimeSpan.FromHours(-20));
        var foreign = Put(desk, Path.Combine(Folder(desk), "README.txt"), age: TimeSpan.FromDays(9));

        desk.Clock.Advance(FileSweep.Every - TimeSpan.FromMinutes(1));
        await desk.DoDueWorkAsync();
        Assert.True(File.Exists(orphan));
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.DoDueWorkAsync();
        Assert.Equal((false, false), (File.Exists(orphan), File.Exists(brokenOff)));
        Assert.Equal((true, true, true), (File.Exists(Place(desk, kept.Id)), File.Exists(young), File.Exists(foreign)));

        // The next day again, by itself.
        desk.Clock.Advance(FileSweep.Every);
        await desk.DoDueWorkAsync();
        Assert.False(File.Exists(young));
    }

    [Fact]
    public async Task Started_twice_it_is_swept_once_and_a_folder_of_another_database_is_left_alone()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        await BeginAsync(desk);
        await BeginAsync(desk);
        await using (var db = desk.OpenDatabase()) Assert.Single(db.Work.Where(w => w.Kind == FileSweep.WorkKind));
        var theirs = Put(desk, Place(desk, Ids.New(desk.Clock.GetUtcNow())), age: TimeSpan.FromDays(30));
        desk.Clock.Advance(FileSweep.Every);
        await desk.DoDueWorkAsync();
        Assert.True(File.Exists(theirs));
    }

    private static Task BeginAsync(TestDesk desk) => desk.Get<FileSweep>().BeginAsync(CancellationToken.None);

    private static string Folder(TestDesk desk) => Path.Combine(desk.Database.Folder, "attachments");

    private static string Place(TestDesk desk, Guid id) => Path.Combine(Folder(desk), id.ToString("N")[^2..], id.ToString("N"));

    private static string Put(TestDesk desk, string path, TimeSpan age)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "bytes");
        Touch(desk, path, age);
        return path;
    }

    /// <summary>Written that long before the test's clock; negative: after.</summary>
    private static void Touch(TestDesk desk, string path, TimeSpan age) => File.SetLastWriteTimeUtc(path, (desk.Clock.GetUtcNow() - age).UtcDateTime);
}
