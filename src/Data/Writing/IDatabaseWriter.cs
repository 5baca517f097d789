namespace ReportingService.Data;

/// <summary>The only way to write. One call is one transaction: all of it is durable when the task completes, or none of it ever was.</summary>
public interface IDatabaseWriter
{
    /// <summary>
    /// Runs a unit of work and commits it. Changes left in the context are saved for the caller.
    /// The work may run more than once (deadlock) or behind others, so it does no slow work of its own (no crypto, no files, no network)
    /// and lets database errors through; recognise doubles outside with <see cref="DatabaseErrors.IsUniqueViolation"/>.
    /// </summary>
    Task<T> WriteAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
