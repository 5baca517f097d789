namespace ReportingService.Data;

/// <summary>Writing without a result.</summary>
public static class DatabaseWriterExtensions
{
    /// <inheritdoc cref="IDatabaseWriter.WriteAsync{T}"/>
    public static Task WriteAsync(this IDatabaseWriter writer, Func<ReportingDb, CancellationToken, Task> work, CancellationToken cancellationToken)
        => writer.WriteAsync<bool>(
            async (db, ct) =>
            {
                await work(db, ct);
                return true;
            },
            cancellationToken);
}
