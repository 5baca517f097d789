using Microsoft.EntityFrameworkCore;
using Npgsql;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class AuditTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Append_InAUnitThatFails_LeavesNoLine(string engine)
    {
        await using var database = await FilledAsync(engine, 3);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Writer.WriteAsync(
            async (db, ct) =>
            {
                await database.Audit.AppendAsync(db, "test", "never", "x", "", ct);
                await db.SaveChangesAsync(ct);
                throw new InvalidOperationException();
            },
            Stop));
        await using var read = database.Read();
        Assert.Equal(3, Assert.IsType<AuditVerdict.Intact>(await AuditVerifier.VerifyAsync(read, Stop)).Lines);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Append_TwiceInOneUnit_ChainsBoth(string engine)
    {
        await using var database = await FilledAsync(engine, 0);
        await database.Writer.WriteAsync(
            async (db, ct) =>
            {
                await database.Audit.AppendAsync(db, "a", "one", "x", "", ct);
                await database.Audit.AppendAsync(db, "a", "two", "x", "", ct);
            },
            Stop);
        await using var read = database.Read();
        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(await AuditVerifier.VerifyAsync(read, Stop)).Lines);
    }

    [Theory]
    [InlineData("UPDATE \"AuditEntries\" SET \"Actor\" = 'x' WHERE \"Seq\" = 3", 3, "altered")]
    [InlineData("DELETE FROM \"AuditEntries\" WHERE \"Seq\" = 3", 3, "missing")]
    [InlineData("DELETE FROM \"AuditEntries\" WHERE \"Seq\" = 5", 5, "cut_off")]
    [InlineData("UPDATE \"AuditEntries\" SET \"PreviousHash\" = \"Hash\" WHERE \"Seq\" = 4", 4, "relinked")]
    public async Task Verify_AfterAnAttackerWithTheFile_NamesTheBrokenLine(string attack, long line, string reason)
    {
        await using var database = await FilledAsync(Engines.Sqlite, 5);
        await using (var attacker = database.AttackerConnection())
        {
            Execute(attacker, "DROP TRIGGER AuditEntries_no_update");
            Execute(attacker, "DROP TRIGGER AuditEntries_no_delete");
            Execute(attacker, attack);
        }

        await using var read = database.Read();
        Assert.Equal(new AuditVerdict.Broken(line, reason), await AuditVerifier.VerifyAsync(read, Stop));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Change_OfALine_IsRefusedByTheEngine(string engine)
    {
        await using var database = await FilledAsync(engine, 2);
        foreach (var statement in (string[])["UPDATE \"AuditEntries\" SET \"Actor\" = 'x'", "DELETE FROM \"AuditEntries\""])
        {
            var error = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => database.Writer.WriteAsync(
                (db, ct) => db.Database.ExecuteSqlRawAsync(statement, ct), Stop));
            Assert.Contains("append-only", error is PostgresException p ? p.MessageText : error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Threat: a free text in the audit log outlives the report it quotes.</summary>
    [Fact]
    public async Task Append_OfFreeText_IsRefused()
    {
        await using var database = await FilledAsync(Engines.Sqlite, 0);
        await Assert.ThrowsAsync<ArgumentException>(() => database.Writer.WriteAsync(
            (db, ct) => database.Audit.AppendAsync(db, "a", "note", "x", "he saw the mayor", ct), Stop));
    }

    private static void Execute(Microsoft.Data.Sqlite.SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The attacks are this test's own.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task<TestDatabase> FilledAsync(string engine, int lines)
    {
        var database = await TestDatabase.CreateAsync(postgres, engine);
        for (var i = 0; i < lines; i++)
        {
            await database.Writer.WriteAsync((db, ct) => database.Audit.AppendAsync(db, Guid.NewGuid(), "opened", Guid.NewGuid(), "reason:x", ct), Stop);
        }

        return database;
    }
}
