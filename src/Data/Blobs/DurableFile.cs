namespace ReportingService.Data;

/// <summary>Small private files that must survive a power cut, or must not.</summary>
public static class DurableFile
{
    /// <summary>Writes a new file only its owner can read; when this returns it is on the disk under its name.</summary>
    /// <exception cref="IOException">The name is taken, or the disk refuses.</exception>
    public static void WritePrivate(string path, ReadOnlySpan<byte> content)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(partial, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException)
        {
            Wipe(partial);
            throw;
        }

        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Overwrites, flushes and deletes; no error when it is gone. A disk that moves data by itself may keep an older copy:
    /// the key folder belongs on an encrypted volume.
    /// </summary>
    public static void Wipe(string path)
    {
        try
        {
            // Two processes that share the folder may wipe the same file at once: both write zeros, neither fails.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        File.Delete(path);
        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
