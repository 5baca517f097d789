using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ReportingService.Data;

/// <summary>
/// Sealed blobs in Azure. Uses staged blocks only: the convenience calls (upload, open for writing, download to) need an assembly that
/// is not shipped and fail with an exception that looks like a missing file.
/// </summary>
public sealed class AzureSealedBlobs(string connectionString, string container) : ISealedBlobs
{
    private readonly BlobContainerClient _container = new(connectionString, container);
    private volatile bool _created;

    /// <inheritdoc/>
    public async Task<SealedBlobWriter> CreateAsync(CancellationToken cancellationToken)
    {
        if (!_created)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
            _created = true;
        }

        var name = BlobName.New();
        return new AzureSealedBlobWriter(name, _container.GetBlockBlobClient(name));
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = 1 << 18 };
            return await _container.GetBlockBlobClient(BlobName.Require(name)).OpenReadAsync(options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new FileNotFoundException("No such blob.");
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
        => _container.GetBlockBlobClient(BlobName.Require(name)).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await _container.ExistsAsync(cancellationToken))
        {
            yield break;
        }

        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (BlobName.IsValid(blob.Name))
            {
                yield return blob.Name;
            }
        }
    }

    /// <inheritdoc/>
    public Task<int> DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => Task.FromResult(0); // The service itself drops staged blocks that were never committed.
}
