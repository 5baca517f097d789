using Microsoft.EntityFrameworkCore;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class RemnantTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Threat: a destroyed key that stays in the file or its log was not destroyed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_OfAWrappedKey_LeavesNoBytesInFileOrLog(bool withReaderHoldingOn)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        var key = "a wrapped case key that must vanish"u8.ToArray();
        var report = Some.Case();
        await database.Writer.WriteAsync(
            (db, _) =>
            {
                db.Cases.Add(report);
                return Task.FromResult(db.CaseGrants.Add(Some.Grant(report.Id, key)));
            },
            Stop);
        Assert.True(Occurs(database, key), "The search must find what is there.");

        await using var reader = database.Read();
        if (withReaderHoldingOn)
        {
            await reader.Database.OpenConnectionAsync(Stop);
            await reader.Database.ExecuteSqlRawAsync("BEGIN", Stop);
            Assert.Equal(1, await reader.CaseGrants.CountAsync(Stop));
        }

        await database.Writer.WriteAsync(async (db, ct) => db.CaseGrants.RemoveRange(await db.CaseGrants.ToListAsync(ct)), Stop);
        if (withReaderHoldingOn)
        {
            await reader.Database.ExecuteSqlRawAsync("ROLLBACK", Stop);
        }

        for (var tries = 0; tries < 600 && Occurs(database, key); tries++)
        {
            Assert.True(withReaderHoldingOn, "Without readers the remnants are gone when the write returns.");
            await Task.Delay(100, Stop);
        }

        Assert.False(Occurs(database, key));
    }

    private static bool Occurs(TestDatabase database, byte[] needle)
        => Directory.GetFiles(database.Folder.Path).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(needle) >= 0;
        });
}
