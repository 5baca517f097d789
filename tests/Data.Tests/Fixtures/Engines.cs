using ReportingService.TestKit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ReportingService.Data.Tests;

/// <summary>The engines every test body runs on.</summary>
public static class Engines
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static TheoryData<string> All => [Sqlite, Postgres];
}
