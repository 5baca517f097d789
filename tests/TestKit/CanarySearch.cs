using System.IO.Compression;
using System.Text;

namespace ReportingService.TestKit;

/// <summary>Searches folders and texts for words that must not be there, in the encodings they could hide in.</summary>
public sealed class CanarySearch
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b, 0x08];

    private readonly List<(string Word, string Encoding, byte[] Bytes)> needles = [];

    /// <summary>Looks for these words as UTF-8, UTF-16 in both orders, hexadecimal, base64 at every alignment, and all of these inside gzip members.</summary>
    public CanarySearch(IEnumerable<string> words)
    {
        foreach (var word in words.Distinct())
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            needles.Add((word, "utf-8", utf8));
            needles.Add((word, "utf-16le", Encoding.Unicode.GetBytes(word)));
            needles.Add((word, "utf-16be", Encoding.BigEndianUnicode.GetBytes(word)));
            needles.Add((word, "hex", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))));
            needles.Add((word, "hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))));
            for (var shift = 0; shift < 3; shift++)
            {
                // Only the characters that depend on no neighbour: drop the partial group at either end.
                var encoded = Convert.ToBase64String([.. new byte[shift], .. utf8]);
                var from = shift == 0 ? 0 : 4;
                var whole = (shift + utf8.Length) / 3 * 4;
                if (whole - from >= 8)
                {
                    needles.Add((word, "base64", Encoding.ASCII.GetBytes(encoded[from..whole])));
                }
            }
        }
    }

    /// <summary>Every hit below a folder as <c>word (encoding) in file</c>.</summary>
    public IReadOnlyList<string> In(string folder)
    {
        var hits = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            if (Find(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file))) is { Count: > 0 } named)
            {
                hits.AddRange(named.Select(hit => $"{hit} in the name of {file}"));
            }

            try
            {
                // Pipes and sockets have no length, and opening a pipe waits for its other end.
                if (new FileInfo(file).Length == 0)
                {
                    continue;
                }

                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                hits.AddRange(In(memory.ToArray()).Select(hit => $"{hit} in {file}"));
            }
            catch (IOException)
            {
                // A socket or a file that has just gone.
            }
            catch (UnauthorizedAccessException)
            {
            }
        }

        return hits;
    }

    /// <summary>Every hit in bytes, gzip members in them opened.</summary>
    public IReadOnlyList<string> In(byte[] bytes)
    {
        var hits = Find(bytes);
        for (var at = Index(bytes, GzipMagic, 0); at >= 0; at = Index(bytes, GzipMagic, at + 1))
        {
            try
            {
                using var member = new GZipStream(new MemoryStream(bytes, at, bytes.Length - at), CompressionMode.Decompress);
                using var opened = new MemoryStream();
                member.CopyTo(opened);
                hits.AddRange(Find(opened.ToArray()).Select(hit => hit + " (gzip)"));
            }
            catch (InvalidDataException)
            {
                // Three bytes that only look like a member.
            }
        }

        return hits;
    }

    /// <summary>Every hit in a text.</summary>
    public IReadOnlyList<string> In(string label, string text) => [.. In(Encoding.UTF8.GetBytes(text)).Select(hit => $"{hit} in {label}")];

    private static int Index(byte[] bytes, byte[] needle, int from)
    {
        var found = bytes.AsSpan(from).IndexOf(needle);
        return found < 0 ? -1 : from + found;
    }

    private List<string> Find(byte[] bytes)
        => [.. needles.Where(needle => bytes.AsSpan().IndexOf(needle.Bytes) >= 0).Select(needle => $"'{needle.Word}' ({needle.Encoding})").Distinct()];
}
