namespace ReportingService.Data.Providers.Sqlite;

/// <summary>A unit of work that waits for the writer.</summary>
internal interface IWriteUnit
{
    /// <summary>The caller has gone before its turn came.</summary>
    bool Abandoned { get; }

    Task RunAsync(ReportingDb db);

    void Succeed();

    void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteUnit<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : IWriteUnit
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _outcome = default!;

    public Task<T> Done => _done.Task;

    public bool Abandoned => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public async Task RunAsync(ReportingDb db) => _outcome = await work(db, cancellationToken);

    public void Succeed() => _done.TrySetResult(_outcome);

    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            _done.TrySetCanceled(cancellationToken);
        }
        else
        {
            _done.TrySetException(exception);
        }
    }
}
