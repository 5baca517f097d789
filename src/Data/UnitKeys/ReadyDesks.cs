using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;

namespace ReportingService.Data;

/// <summary>Which desks have a living reader, as the rows claim; read at most once a second. The chosen desk's key is verified before use.</summary>
public sealed class ReadyDesks(IDbContextFactory<ReportingDb> databases, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _reading = new(1);
    private (DateTimeOffset At, IReadOnlySet<string> Desks)? _known;

    public async Task<DeskReadiness> NowAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_known is not { } known || now - known.At >= Fresh)
            {
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                known = (now, await DeskKeys.WithReaderAsync(db, now, cancellationToken));
                _known = known;
            }

            return new DeskReadiness(known.Desks);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();
}
