using System.Security.Cryptography;

namespace ReportingService.Data;

/// <summary>Writer for servers that take many writers: a transaction per unit of work, run again when chosen as a deadlock victim.</summary>
internal sealed class TransactionalWriter(IReportingDbSource source, OutboxSignal signal, TimeProvider clock) : IDatabaseWriter
{
    private const int Tries = 6;

    public async Task<T> WriteAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(work, cancellationToken);
            }
            catch (Exception e) when (attempt < Tries && DatabaseErrors.IsDeadlock(e))
            {
                var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(5, 20 * attempt));
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    private async Task<T> WriteOnceAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var db = source.ForWriting();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);

        // A commit that was asked for is never cancelled half-way: the caller must learn its true end.
        await transaction.CommitAsync(CancellationToken.None);
        signal.Nudge(db);
        return result;
    }
}
