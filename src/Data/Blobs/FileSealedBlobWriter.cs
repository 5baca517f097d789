namespace ReportingService.Data;

/// <summary>Writes <c>name.partial</c>, flushes it to the disk, gives it its name and flushes the folder.</summary>
internal sealed class FileSealedBlobWriter : SealedBlobWriter
{
    public const string Partial = ".partial";

    /// <summary>Threat: file times say when a report came. All blobs have this one.</summary>
    private static readonly DateTime OneTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _path;
    private readonly FileStream _file;
    private bool _committed;

    public FileSealedBlobWriter(string name, string path)
    {
        Name = name;
        _path = path;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path + Partial, options);
    }

    public override string Name { get; }

    public override void Flush() => _file.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _file.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => _file.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => _file.WriteAsync(buffer, cancellationToken);

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _file.FlushAsync(cancellationToken);
        await Task.Run(
            () =>
            {
                _file.Flush(flushToDisk: true);
                _file.Dispose();
                File.SetLastWriteTimeUtc(_path + Partial, OneTime);
                File.SetLastAccessTimeUtc(_path + Partial, OneTime);
                File.Move(_path + Partial, _path, overwrite: false);
                DurableFolder.Flush(Path.GetDirectoryName(_path)!);
                ForgetTimes(_path);
            },
            CancellationToken.None);
        _committed = true;
    }

    /// <summary>Threat: the two folders of a blob remember to the nanosecond when something was put into them.</summary>
    internal static void ForgetTimes(string path)
    {
        for (var (folder, level) = (Path.GetDirectoryName(path)!, 0); level < 3; (folder, level) = (Path.GetDirectoryName(folder)!, level + 1))
        {
            Directory.SetLastWriteTimeUtc(folder, OneTime);
            Directory.SetLastAccessTimeUtc(folder, OneTime);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException) when (!_committed)
            {
                // Closing flushes, and a full disk refuses that too: what was written must make room all the same.
            }

            if (!_committed)
            {
                File.Delete(_path + Partial);
            }
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException) when (!_committed)
        {
            // As above.
        }

        await base.DisposeAsync();
    }
}
