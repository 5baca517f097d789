using Npgsql;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

/// <summary>The logins of the hosts on a real PostgreSQL: each tries what it must be able to do, and what a thief of that process would.</summary>
public sealed class RolesTests(PostgresServer postgres)
{
    private const string Intake = "reporting_intake";
    private const string Triage = "reporting_triage";
    private const string Console = "reporting_console";
    private const string Denied = "42501";

    public static TheoryData<string, string> Needed => new()
    {
        { Intake, """SELECT "State" FROM "Cases" """ },
        { Intake, """SELECT MAX("Seq") FROM "CaseItems" WHERE "CaseId" = gen_random_uuid()""" },
        { Intake, """SELECT * FROM "CaseMessages" """ },
        { Intake, """SELECT * FROM "RouterEpochs" """ },
        { Intake, """SELECT g."Desk" FROM "UnitKeyGrants" g JOIN "Accounts" a ON a."Id" = g."AccountId" JOIN "Memberships" m ON m."Desk" = g."Desk" WHERE a."State" = 'active' AND m."State" = 'active'""" },
        { Intake, """SELECT DISTINCT "Holder" FROM "CaseGrants" WHERE "CaseId" = gen_random_uuid() AND "HolderKind" = 'desk'""" },
        { Intake, """SELECT "AccountId" FROM "Recusals" WHERE "CaseId" = gen_random_uuid()""" },
        { Intake, """SELECT * FROM "Outbox" FOR UPDATE SKIP LOCKED""" },
        { Triage, """SELECT * FROM "RouterEnvelopes" """ },
        { Triage, """DELETE FROM "Cases" WHERE "State" = 'none'""" },
        { Triage, """SELECT "BlobName" FROM "CaseItems" """ },
        { Triage, """SELECT COUNT(*) FROM "CaseMessages" WHERE "CaseId" = gen_random_uuid()""" },
        { Triage, """DELETE FROM "CaseGrants" WHERE "CaseId" = gen_random_uuid()""" },
        { Triage, """UPDATE "CaseGrants" SET "HolderKind" = 'set_aside' WHERE "CaseId" = gen_random_uuid()""" },
        { Triage, """UPDATE "Bounces" SET "At" = "At" WHERE "CaseId" = gen_random_uuid() AND "At" IS NULL""" },
        { Triage, """UPDATE "Recusals" SET "At" = "At" WHERE "CaseId" = gen_random_uuid() AND "At" IS NULL""" },
        { Triage, """UPDATE "Notices" SET "CreatedAt" = "CreatedAt", "AccessRequestedAt" = NULL WHERE "CaseId" = gen_random_uuid()""" },
        { Triage, """UPDATE "RoutingRecords" SET "DecidedAt" = "DecidedAt" WHERE "CaseId" = gen_random_uuid()""" },
        { Triage, """SELECT "AccountId" FROM "Recusals" WHERE "CaseId" = gen_random_uuid()""" },
        { Console, """DELETE FROM "HandOffProposals" WHERE "CaseId" = gen_random_uuid()""" },
        { Console, """SELECT "Sealed" FROM "CaseItems" """ },
        { Console, """SELECT "WrappedKey" FROM "CaseGrants" """ },
        { Console, """SELECT * FROM "AuditEntries" """ },
        { Console, """UPDATE "AuditHeads" SET "Seq" = "Seq" """ },
    };

    public static TheoryData<string, string> Forbidden => new()
    {
        { Intake, """SELECT "Sealed" FROM "CaseItems" """ },
        { Intake, """SELECT "WrappedKey" FROM "CaseGrants" """ },
        { Intake, """SELECT * FROM "RouterEnvelopes" """ },
        { Intake, """SELECT "SealedVault" FROM "Accounts" """ },
        { Intake, """SELECT "Wrapped" FROM "UnitKeyGrants" """ },
        { Intake, """SELECT "UserName" FROM "Accounts" """ },
        { Intake, """SELECT "AdmittedBy" FROM "Memberships" """ },
        { Intake, """SELECT * FROM "AuditEntries" """ },
        { Intake, """SELECT "Reason" FROM "Recusals" """ },
        { Intake, """SELECT * FROM "HandOffProposals" """ },
        { Intake, """UPDATE "UnitKeys" SET "PublicKey" = ''::bytea""" },
        { Intake, """DELETE FROM "Cases" """ },
        { Triage, """SELECT "Sealed" FROM "CaseItems" """ },
        { Triage, """SELECT "SealedHeader" FROM "CaseItems" """ },
        { Triage, """SELECT "Sealed" FROM "CaseMessages" """ },
        { Triage, """SELECT "WrappedKey" FROM "CaseGrants" """ },
        { Triage, """UPDATE "CaseGrants" SET "WrappedKey" = ''::bytea""" },
        { Triage, """SELECT "SealedVault" FROM "Accounts" """ },
        { Triage, """SELECT "Wrapped" FROM "UnitKeyGrants" """ },
        { Triage, """UPDATE "UnitKeys" SET "PublicKey" = ''::bytea""" },
        { Triage, """INSERT INTO "Accounts" DEFAULT VALUES""" },
        { Console, """SELECT * FROM "RouterEnvelopes" """ },
        { Console, """UPDATE "RouterEpochs" SET "PublicKey" = ''::bytea""" },
        { Console, """DELETE FROM "Cases" """ },
        { Console, """DELETE FROM "CaseItems" """ },
        { Console, """UPDATE "CaseItems" SET "Sealed" = NULL""" },
        { Intake, """UPDATE "AuditEntries" SET "Actor" = 'x'""" },
        { Triage, """DELETE FROM "AuditEntries" """ },
        { Console, """UPDATE "AuditEntries" SET "Actor" = 'x'""" },
        { Console, """DELETE FROM "AuditEntries" """ },
        { Console, """TRUNCATE "AuditEntries" """ },
        { Console, """DROP TRIGGER audit_append_only ON "AuditEntries" """ },
        { Console, """CREATE TABLE aside (words text)""" },
        { Triage, """CREATE TABLE aside (words text)""" },
    };

    [Theory]
    [MemberData(nameof(Needed))]
    public async Task Login_DoingItsWork_MayDoIt(string login, string statement)
    {
        await using var connection = await ConnectAsync(login);
        await RunAsync(connection, statement);
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task Login_ReachingFurther_IsDenied(string login, string statement)
    {
        await using var connection = await ConnectAsync(login);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, statement));
        Assert.Equal(Denied, refused.SqlState);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One database for all cases; the script is run each time, which also shows that it can be.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(string login)
    {
        var owner = await postgres.ConnectionStringAsync("roles");
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Reports"] = owner };
        await using (var database = await TestDatabase.CreateAsync(postgres, Engines.Postgres, settings))
        await using (var connection = new NpgsqlConnection(owner))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await RunAsync(connection, await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "infra", "database", "postgres-roles.sql"), TestContext.Current.CancellationToken));
        }

        var own = new NpgsqlConnection(owner.Replace("Username=reports", "Username=" + login, StringComparison.Ordinal));
        await own.OpenAsync(TestContext.Current.CancellationToken);
        return own;
    }
}
