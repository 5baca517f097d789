using ReportingService.Data;

namespace ReportingService.Intake.Tests.Site;

/// <summary>A blob store on a full disk.</summary>
public sealed class FullBlobs : ISealedBlobs
{
    private const int NoSpaceLeft = 28;

    public Task<SealedBlobWriter> CreateAsync(CancellationToken cancellationToken) => throw new IOException("No space left on device", NoSpaceLeft);

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => throw new FileNotFoundException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(default(int)!);

    public async IAsyncEnumerable<string> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }
}
