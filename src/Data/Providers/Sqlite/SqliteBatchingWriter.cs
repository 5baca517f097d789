using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ReportingService.Data.Providers.Sqlite;

/// <summary>
/// The one writer of an embedded database. Units of work queue up; each gets a savepoint, many share one commit, so that one flush to
/// disk pays for all of them. A unit that fails is rolled back alone.
/// </summary>
internal sealed class SqliteBatchingWriter : IDatabaseWriter, IAsyncDisposable
{
    private readonly Channel<IWriteUnit> _waiting;
    private readonly SqliteSource _source;
    private readonly OutboxSignal _signal;
    private readonly ILogger<SqliteBatchingWriter> _logger;
    private readonly int _unitsPerCommit;
    private readonly AsyncLocal<bool> _insideUnit = new();
    private readonly Lazy<Task> _loop;
    private readonly RemnantWiper _wiper;

    public SqliteBatchingWriter(
        SqliteSource source, OutboxSignal signal, IOptions<DatabaseOptions> options, TimeProvider clock, ILogger<SqliteBatchingWriter> logger)
    {
        (_source, _signal, _logger, _unitsPerCommit) = (source, signal, logger, options.Value.UnitsPerCommit);
        _waiting = Channel.CreateBounded<IWriteUnit>(new BoundedChannelOptions(options.Value.WaitingUnits) { SingleReader = true });
        _wiper = new RemnantWiper(clock);
        _loop = new Lazy<Task>(() => Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
    }

    public async Task<T> WriteAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_insideUnit.Value)
        {
            throw new InvalidOperationException("A unit of work may not wait for another: use the context it was given.");
        }

        _ = _loop.Value;
        var unit = new WriteUnit<T>(work, cancellationToken);
        await _waiting.Writer.WriteAsync(unit, cancellationToken);
        return await unit.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_loop.IsValueCreated)
        {
            await _loop.Value;
        }
    }

    private async Task RunAsync()
    {
        SqliteConnection? connection = null;
        PooledDbContextFactory<SqliteReportingDb>? contexts = null;
        var batch = new List<IWriteUnit>(_unitsPerCommit);
        while (await WaitAsync(connection))
        {
            batch.Clear();
            while (batch.Count < _unitsPerCommit && _waiting.Reader.TryRead(out var unit))
            {
                batch.Add(unit);
            }

            if (batch.Count == 0)
            {
                continue;
            }

            try
            {
                connection ??= Open();
                await RunBatchAsync(connection, contexts ??= _source.Over(connection), batch);
            }
            catch (Exception e)
            {
                // Nothing of this batch was committed (a commit that fails leaves nothing): everyone learns so.
                DataLog.BatchFailed(_logger, e.GetType().Name);
                foreach (var unit in batch)
                {
                    unit.Fail(e);
                }

                connection?.Dispose();
                (connection, contexts) = (null, null);
            }
        }

        connection?.Dispose();
    }

    /// <summary>Waits for work; while remnants of keys wait to be wiped, wakes up to try again.</summary>
    private async Task<bool> WaitAsync(SqliteConnection? connection)
    {
        var more = _waiting.Reader.WaitToReadAsync().AsTask();
        while (_wiper.Pending && connection is not null && !more.IsCompleted)
        {
            await Task.WhenAny(more, _wiper.PauseAsync());
            _wiper.Wipe(connection);
        }

        return await more;
    }

    private async Task RunBatchAsync(SqliteConnection connection, PooledDbContextFactory<SqliteReportingDb> source, List<IWriteUnit> batch)
    {
        var contexts = new List<ReportingDb>(batch.Count);
        try
        {
            await using (var transaction = connection.BeginTransaction(deferred: false))
            {
                foreach (var unit in batch)
                {
                    if (await RunUnitAsync(source, transaction, unit) is { } saved)
                    {
                        contexts.Add(saved);
                    }
                }

                if (contexts.Count > 0)
                {
                    transaction.Commit();
                }
            }

            if (contexts.Exists(c => c.DestroysKeys))
            {
                _wiper.Want();
                _wiper.Wipe(connection);
            }

            batch.ForEach(u => u.Succeed());
            contexts.ForEach(_signal.Nudge);
        }
        finally
        {
            contexts.ForEach(c => c.Dispose());
        }
    }

    private async Task<ReportingDb?> RunUnitAsync(PooledDbContextFactory<SqliteReportingDb> source, SqliteTransaction transaction, IWriteUnit unit)
    {
        if (unit.Abandoned)
        {
            return null;
        }

        var db = source.CreateDbContext();
        db.Begin(reading: false);
        db.Database.AutoSavepointsEnabled = false;
        db.Database.UseTransaction(transaction);
        transaction.Save("unit");
        try
        {
            _insideUnit.Value = true;
            await unit.RunAsync(db);
            await db.SaveChangesAsync(CancellationToken.None);
            transaction.Release("unit");
            return db;
        }
        catch (Exception e)
        {
            // Throws when the engine has rolled back the whole batch by itself (disk full): then the batch fails, not only the unit.
            transaction.Rollback("unit");
            transaction.Release("unit");
            unit.Fail(e);
            db.Dispose();
            return null;
        }
        finally
        {
            _insideUnit.Value = false;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_source.WriterConnectionString);
        connection.Open();
        SqlitePragmas.ApplyForWriting(connection);
        return connection;
    }
}
