namespace ReportingService.Data;

/// <summary>Where sealed media lies. Holds only ciphertext: what is written here has already been sealed.</summary>
public interface ISealedBlobs
{
    /// <summary>Starts a blob under a fresh random name. Nothing exists under that name before <see cref="SealedBlobWriter.CommitAsync"/>.</summary>
    Task<SealedBlobWriter> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading; the stream can seek.</summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; no error when it is gone already.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names of all committed blobs, in no order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Drops what a kill left unfinished and nobody has written to since <paramref name="before"/>; how many.</summary>
    Task<int> DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
