using Microsoft.EntityFrameworkCore.Migrations;

namespace ReportingService.Data;

/// <summary>
/// Threat: whoever can run statements rewrites the past. The engine itself refuses to change or delete a line of the audit log.
/// (On SQL Server the database roles deny it.)
/// </summary>
internal static class AppendOnly
{
    public static void GuardAudit(MigrationBuilder migration)
    {
        var engine = migration.ActiveProvider ?? "";
        if (engine.EndsWith("Sqlite", StringComparison.Ordinal))
        {
            migration.Sql("CREATE TRIGGER AuditEntries_no_update BEFORE UPDATE ON AuditEntries BEGIN SELECT RAISE(ABORT, 'append-only'); END;");
            migration.Sql("CREATE TRIGGER AuditEntries_no_delete BEFORE DELETE ON AuditEntries BEGIN SELECT RAISE(ABORT, 'append-only'); END;");
        }
        else if (engine.EndsWith("PostgreSQL", StringComparison.Ordinal))
        {
            migration.Sql("""
                CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
                CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEntries"
                    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
                """);
        }
    }
}
