using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ReportingService.Data;

/// <summary>Reads the three engines' error numbers.</summary>
public static class DatabaseErrors
{
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;

    /// <summary>Whether something with the same unique key exists already: the normal sign of a repeated request or message.</summary>
    public static bool IsUniqueViolation(Exception exception) => Cause(exception) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException sqlServer => sqlServer.Number is 2601 or 2627,
        _ => false,
    };

    /// <summary>Whether the engine chose this transaction as a victim and running it again is right.</summary>
    public static bool IsDeadlock(Exception exception) => Cause(exception) switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqlException sqlServer => sqlServer.Number is 1205,
        _ => false,
    };

    /// <summary>Whether the disk or the database's own limit is full: the caller answers <c>storage_full</c>.</summary>
    public static bool IsStorageFull(Exception exception) => Cause(exception) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.DiskFull,
        SqlException sqlServer => sqlServer.Number is 1101 or 1105 or 9002,
        IOException io => IsDiskFull(io),
        _ => false,
    };

    /// <summary>Whether the engine cannot be reached or is held by somebody else: the caller says "busy" and the sender tries again.</summary>
    public static bool IsAway(Exception exception) => Cause(exception) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_CANTOPEN,
        NpgsqlException postgres => postgres.IsTransient,
        SqlException sqlServer => sqlServer.IsTransient || sqlServer.Number is -2 or 53,
        _ => false,
    };

    /// <summary>The engine's own number of an error, for a log: never its message, which may quote what was stored.</summary>
    public static string CodeOf(Exception exception) => Cause(exception) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture),
        PostgresException postgres => postgres.SqlState,
        SqlException sqlServer => sqlServer.Number.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static bool IsDiskFull(IOException io)
    {
        const int enospc = 28;
        const int errorDiskFull = unchecked((int)0x80070070);
        return (io.HResult & 0xFFFF) == enospc || io.HResult == errorDiskFull;
    }

    private static Exception? Cause(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SqliteException or NpgsqlException or SqlException or IOException)
            {
                return e;
            }
        }

        return null;
    }
}
