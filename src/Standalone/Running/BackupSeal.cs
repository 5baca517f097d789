using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Data;

namespace ReportingService.Standalone.Running;

/// <summary>
/// The last thing a backup writes, into both its folders: one random name for the two, and how many files belong to each. Threat: a
/// backup that was killed, or a copy of it that was cut short, is restored in the place of the whole one.
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
            DurableFile.WritePrivate(Path.Combine(folder, Name), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name} {CountOf(folder)}")));
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
            if (parts.Length != 2 || parts[1] != CountOf(folder).ToString(CultureInfo.InvariantCulture))
            {
                return $"{folder} does not hold the files that its backup wrote: a copy was cut short, or files were added. Take another one.";
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

    /// <summary>What SQLite puts beside a database that somebody looks at belongs to nobody.</summary>
    private static int CountOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Count(file => !Is(file) && !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
}
