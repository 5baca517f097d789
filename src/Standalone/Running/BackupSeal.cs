using System.Security.Cryptography;
using System.Text;
using ReportingService.Data;

namespace ReportingService.Standalone.Running;

/// <summary>
/// The last thing a backup writes, into both its folders: one random name for the two, and a hash of all files of each. Threat: a
/// backup that was killed, a copy of it that was cut short, or the database of one with the files of another, is restored in the place
/// of the whole one. Nothing secret: whoever wants to deceive can make the mark anew, and meets the seals inside.
/// </summary>
internal static class BackupSeal
{
    private const string Name = "backup-complete";

    /// <summary>Marks two folders as one whole backup.</summary>
    public static void Close(string sealedFolder, string keys)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        foreach (var folder in new[] { sealedFolder, keys })
        {
            DurableFile.WritePrivate(Path.Combine(folder, Name), Encoding.ASCII.GetBytes($"{name} {HashOf(folder)}"));
        }
    }

    /// <summary>Null when both are whole and belong together, or the sentence that says why not.</summary>
    public static string? WrongWith(string sealedFolder, string keys)
    {
        string? name = null;
        foreach (var folder in new[] { sealedFolder, keys })
        {
            var mark = Path.Combine(folder, Name);
            if (!File.Exists(mark))
            {
                return $"{folder} is not a whole backup: it was interrupted, or made by an older version. Take another one.";
            }

            var parts = File.ReadAllText(mark).Split(' ');
            if (parts.Length != 2 || parts[1] != HashOf(folder))
            {
                return $"{folder} does not hold the files that its backup wrote: a copy was cut short, or files were added or exchanged. Take another one.";
            }

            if (name is not null && name != parts[0])
            {
                return $"{sealedFolder} and {keys} come from two different backups.";
            }

            name = parts[0];
        }

        return null;
    }

    /// <summary>Whether a file is this mark, which belongs to the backup and not to the instance.</summary>
    public static bool Is(string file) => Path.GetFileName(file) == Name;

    /// <summary>Over names and contents. What SQLite puts beside a database that somebody looks at belongs to nobody.</summary>
    private static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Is(file) && !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(folder, file), StringComparer.Ordinal);
        foreach (var (name, file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            using var content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
