using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

/// <summary>"Accepted" means: on the disk before anybody is told. Watched at the system calls of this process.</summary>
public sealed class DurabilityTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_OfBlobAndRow_IsFlushedToDiskBeforeItReturns()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        var blobs = database.Services.GetRequiredService<ISealedBlobs>();
        await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(Some.Case())), Stop);
        var trace = database.Folder["trace"];
        using var strace = new ChildProcess(RequiredProgram.Find("strace", "strace"), [
            "-f", "-y", "-o", trace, "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink",
            "-p", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await MarkAsync(database, trace, "ready");

        await using var blob = await blobs.CreateAsync(Stop);
        await blob.WriteAsync(new byte[100_000], Stop);
        await blob.CommitAsync(Stop);
        await MarkAsync(database, trace, "blob-returned");
        await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(Some.Case())), Stop);
        await MarkAsync(database, trace, "row-returned");
        await using (var read = database.Read())
        {
            Assert.Equal(2, await read.Cases.CountAsync(Stop));
        }

        await MarkAsync(database, trace, "read-returned");
        await strace.StopAsync(TimeSpan.FromSeconds(60));

        var calls = await File.ReadAllLinesAsync(trace, Stop);
        var content = Place(calls, "fsync", blob.Name + ".partial");
        var name = Place(calls, "rename", blob.Name + "\"", or: "link");
        var folder = Place(calls, "fsync", Path.Combine(database.Folder["blobs"], blob.Name[..2], blob.Name[2..4]) + ">");
        Assert.InRange(content, Mark(calls, "ready"), name);
        Assert.InRange(folder, name, Mark(calls, "blob-returned"));
        Assert.Contains(calls[Mark(calls, "blob-returned")..Mark(calls, "row-returned")], IsLogFlush);

        // Reading flushes nothing: what was found above came from the write.
        Assert.DoesNotContain(calls[Mark(calls, "row-returned")..Mark(calls, "read-returned")], IsLogFlush);

        bool IsLogFlush(string call) => call.Contains("sync(", StringComparison.Ordinal) && call.Contains(database.SqliteFile + "-wal>", StringComparison.Ordinal);
    }

    private static int Place(string[] calls, string call, string path, string? or = null)
        => Array.FindIndex(calls, c => (c.Contains(call, StringComparison.Ordinal) || (or is not null && c.Contains(or, StringComparison.Ordinal))) && c.Contains(path, StringComparison.Ordinal));

    private static int Mark(string[] calls, string mark) => Place(calls, "unlink", "mark-" + mark);

    /// <summary>Leaves a call in the trace: the deletion of a file that does not exist.</summary>
    private static async Task MarkAsync(TestDatabase database, string trace, string mark)
    {
        for (var tries = 0; tries < 2400; tries++)
        {
            File.Delete(database.Folder["mark-" + mark]);
            await Task.Delay(25, Stop);
            if (File.Exists(trace) && (await File.ReadAllTextAsync(trace, Stop)).Contains("mark-" + mark, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The tracer does not see this process; it needs the right to trace.");
    }
}
