using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ReportingService.Data.Providers.SqlServer;
using ReportingService.TestKit;

namespace ReportingService.SqlSyntax.Tests;

/// <summary>The logins for SQL Server: read by its own grammar, and the same rights as the script that runs on PostgreSQL in other tests.</summary>
public sealed class RolesScriptTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "infra", "database");

    [Fact]
    public void Script_Parsed_GrantsOnlyOnTablesAndColumnsThatExist()
    {
        using var db = new SqlServerReportingDb(new DbContextOptionsBuilder<SqlServerReportingDb>().UseSqlServer("Server=nowhere").Options);
        var columns = db.Model.GetEntityTypes().ToDictionary(
            entity => entity.GetTableName()!, entity => entity.GetProperties().Select(property => property.GetColumnName()).ToHashSet(StringComparer.Ordinal));
        columns["__EFMigrationsHistory"] = [];
        var grants = Grants();
        Assert.True(grants.Count > 40, "The parser saw too few grants.");
        Assert.All(grants, grant =>
        {
            var table = grant.SecurityTargetObject.ObjectName.MultiPartIdentifier.Identifiers[^1].Value;
            Assert.Contains(table, columns.Keys);
            Assert.All(grant.SecurityTargetObject.Columns, column => Assert.Contains(column.Value, columns[table]));
        });
    }

    [Fact]
    public void Script_ForTheAuditLog_DeniesChangesToEveryLogin()
    {
        var deny = Assert.Single(Statements().OfType<DenyStatement>());
        Assert.Equal(["DELETE", "UPDATE"], deny.Permissions.Select(permission => permission.Identifiers[0].Value.ToUpperInvariant()).Order());
        Assert.Equal("AuditEntries", deny.SecurityTargetObject.ObjectName.MultiPartIdentifier.Identifiers[^1].Value);
        Assert.Equal(3, deny.Principals.Count);
    }

    [Fact]
    public void Scripts_OfBothServers_GrantTheSame()
        => Assert.Equal(Rights("postgres-roles.sql").Order(StringComparer.Ordinal), Rights("sqlserver-roles.sql").Order(StringComparer.Ordinal));

    private static List<GrantStatement> Grants() => [.. Statements().OfType<GrantStatement>()];

    private static IEnumerable<TSqlStatement> Statements()
    {
        using var reader = File.OpenText(Path.Combine(Folder, "sqlserver-roles.sql"));
        var tree = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        Assert.True(errors.Count == 0, errors.Count == 0 ? "" : $"Line {errors[0].Line}: {errors[0].Message}");
        return tree.Batches.SelectMany(batch => batch.Statements);
    }

    /// <summary>One line per right, table and login, whichever way the engine writes columns and lists.</summary>
    private static IEnumerable<string> Rights(string script)
    {
        var text = File.ReadAllText(Path.Combine(Folder, script)).Replace("[dbo].", "", StringComparison.Ordinal);
        text = Regex.Replace(text, "[\\[\\]\"]", "");
        foreach (Match grant in Regex.Matches(text, @"^GRANT (?<rights>[A-Z, ]+?)( \((?<columns>[^)]+)\))? ON (?<tables>\w+(, \w+)*)( \((?<columns>[^)]+)\))? TO (?<logins>[^;]+);", RegexOptions.Multiline))
        {
            foreach (var table in grant.Groups["tables"].Value.Split(", "))
            {
                foreach (var login in grant.Groups["logins"].Value.Split(", "))
                {
                    yield return $"{login} {table} {grant.Groups["rights"].Value} {grant.Groups["columns"].Value}";
                }
            }
        }
    }
}
