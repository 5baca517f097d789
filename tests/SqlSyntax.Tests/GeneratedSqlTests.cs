using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ReportingService.Data;
using ReportingService.Data.Providers.SqlServer;

namespace ReportingService.SqlSyntax.Tests;

/// <summary>What is sent to SQL Server, read by SQL Server's own grammar.</summary>
public sealed class GeneratedSqlTests
{
    [Fact]
    public void MigrationScript_Idempotent_ParsesWithoutErrors()
    {
        using var db = Context();
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        var tree = Parse(script);
        var tables = new Visitor();
        tree.Accept(tables);
        Assert.Equal(db.Model.GetEntityTypes().Count(), tables.Created.Count - 1); // and the history table
        Assert.Equal(0, tables.Merges + tables.Identities + tables.Triggers);
    }

    [Fact]
    public void Claim_OfOutboxRows_IsAPlainSelectWithLockingHints()
    {
        using var db = Context();

        // The printed form (not the one sent) forgets the sign before the names of such parameters.
        var query = OutboxClaims.Due(db, DateTimeOffset.UnixEpoch, 25).ToQueryString().Replace("DECLARE p", "DECLARE @p", StringComparison.Ordinal);
        var visitor = new Visitor();
        Parse(query).Accept(visitor);
        Assert.Equal(["ReadPast", "Rowlock", "UpdLock"], visitor.Hints.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(1, visitor.Tops);
        Assert.Equal(0, visitor.CommonTables + visitor.Merges);
    }

    [Fact]
    public void Queries_OfEveryday_ParseWithoutErrors()
    {
        using var db = Context();
        var ids = new[] { Guid.NewGuid(), Guid.NewGuid() };
        Parse(db.Outbox.Where(m => ids.Contains(m.Id)).ToQueryString());
        Parse(db.Cases.Where(c => c.HolderDesk == "PS_GJILAN").OrderByDescending(c => c.Urgency).ThenBy(c => c.CreatedAt).Take(50).ToQueryString());
        Parse(db.RouterEpochs.Where(e => e.RetiredAt == null && !db.RouterEnvelopes.Any(x => x.Epoch == e.Epoch)).ToQueryString());
    }

    [Fact]
    public void Parser_GivenABrokenStatement_Complains()
        => Assert.Throws<InvalidOperationException>(() => Parse("CREATE TABLE [Cases] ([Id] uniqueidentifier NOT NULL,, )"));

    private static SqlServerReportingDb Context()
        => new(new DbContextOptionsBuilder<SqlServerReportingDb>().UseSqlServer("Server=nowhere").Options);

    private static TSqlFragment Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var tree = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return errors.Count == 0 ? tree : throw new InvalidOperationException($"Line {errors[0].Line}: {errors[0].Message}");
    }

    private sealed class Visitor : TSqlFragmentVisitor
    {
        public List<string> Created { get; } = [];

        public List<string> Hints { get; } = [];

        public int Tops { get; private set; }

        public int Merges { get; private set; }

        public int Identities { get; private set; }

        public int Triggers { get; private set; }

        public int CommonTables { get; private set; }

        public override void Visit(CreateTableStatement node) => Created.Add(node.SchemaObjectName.BaseIdentifier.Value);

        public override void Visit(TableHint node) => Hints.Add(node.HintKind.ToString());

        public override void Visit(TopRowFilter node) => Tops++;

        public override void Visit(MergeStatement node) => Merges++;

        public override void Visit(IdentityOptions node) => Identities++;

        public override void Visit(CreateTriggerStatement node) => Triggers++;

        public override void Visit(CommonTableExpression node) => CommonTables++;
    }
}
