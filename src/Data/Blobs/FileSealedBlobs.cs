using System.Runtime.CompilerServices;

namespace ReportingService.Data;

/// <summary>Sealed blobs as files in two levels of folders.</summary>
public sealed class FileSealedBlobs(string folder) : ISealedBlobs
{
    private readonly string _root = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public Task<SealedBlobWriter> CreateAsync(CancellationToken cancellationToken)
    {
        var name = BlobName.New();
        var path = PathOf(name);
        DurableFolder.Create(Path.GetDirectoryName(path)!, _root);
        return Task.FromResult<SealedBlobWriter>(new FileSealedBlobWriter(name, path));
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, useAsync: true));
        }
        catch (DirectoryNotFoundException)
        {
            throw new FileNotFoundException("No such blob.");
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            File.Delete(path);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
            FileSealedBlobWriter.ForgetTimes(path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_root))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Path.GetFileName(path) is var name && BlobName.IsValid(name))
            {
                yield return name;
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var partials = Directory.Exists(_root)
            ? Directory.GetFiles(_root, "*" + FileSealedBlobWriter.Partial, SearchOption.AllDirectories).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList()
            : [];
        partials.ForEach(File.Delete);
        return Task.FromResult(partials.Count);
    }

    private string PathOf(string name)
    {
        BlobName.Require(name);
        return Path.Combine(_root, name[..2], name[2..4], name);
    }
}
