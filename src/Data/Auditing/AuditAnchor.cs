using System.Globalization;

namespace ReportingService.Data;

/// <summary>
/// The end of the audit log as it was seen once, kept where whoever can write to the database cannot. Threat: the log is cut short, or
/// rewritten from some line on with all hashes made anew; inside the database that leaves no trace.
/// </summary>
public sealed record AuditAnchor(long Seq, string Hash)
{
    private const string FirstLine = "lajmero-policine audit anchor 1";

    /// <summary>Reads a file that <see cref="Save"/> wrote; null when there is none.</summary>
    /// <exception cref="FormatException">The file is something else.</exception>
    public static AuditAnchor? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = File.ReadAllLines(file);
        return lines is [FirstLine, var seq, { Length: 64 } hash, ..] && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditAnchor(number, hash)
            : throw new FormatException($"{file} is not an anchor of an audit log.");
    }

    /// <summary>Tries whether <see cref="Save"/> can write there; leaves nothing behind.</summary>
    /// <exception cref="IOException">It cannot: the file is a folder, or its folder is not there or full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static void Try(string file)
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"{file} is a folder.");
        }

        using var tried = new FileStream(Aside(file), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Writes the file aside and gives it its name, so that a kill leaves the old anchor or the new one.</summary>
    public void Save(string file)
    {
        File.WriteAllLines(Aside(file), [FirstLine, Seq.ToString(CultureInfo.InvariantCulture), Hash]);
        File.Move(Aside(file), file, overwrite: true);
    }

    private static string Aside(string file) => file + ".new";
}
