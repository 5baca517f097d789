using System.Globalization;
using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// The newest epoch this process has accepted per desk (and for the router). Threat: somebody who can write to the database deletes
/// newer records to bring back a key he once got hold of. Thread-safe; keep one per process, and give it a file to survive restarts.
/// </summary>
public sealed class ChainMemory
{
    private const string Router = "router";
    private const int MostVerified = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Epoch, byte[] Hash)> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _verified = new(StringComparer.Ordinal);
    private readonly string? _path;

    /// <summary>Memory of this process only.</summary>
    public ChainMemory()
    {
    }

    private ChainMemory(string path)
    {
        _path = path;
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            var parts = line.Split(' ');
            if (parts.Length != 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
            {
                throw new FormatException($"'{path}' is not a key memory; remove it only if you know why it changed.");
            }

            _seen[parts[0]] = (epoch, Convert.FromHexString(parts[2]));
        }
    }

    /// <summary>Memory kept in a file (public data: desk, epoch, hash), made when missing. One process per file.</summary>
    /// <exception cref="FormatException">The file is not such a memory.</exception>
    public static ChainMemory InFile(string path) => new(path);

    /// <summary>
    /// Checks a signature. The good ones are remembered by a hash of signer, signed bytes and signature: every report asks for the
    /// same chains again, and a row changed by one bit is another question.
    /// </summary>
    internal bool Verify(VerifyingKey signer, byte[] signed, byte[] signature)
    {
        if (signature.Length != VerifyingKey.SignatureSize)
        {
            return false;
        }

        var question = Convert.ToBase64String(SHA256.HashData([.. signer.Span, .. signature, .. signed]));
        lock (_lock)
        {
            if (_verified.Contains(question))
            {
                return true;
            }
        }

        if (!signer.Verify(signed, signature))
        {
            return false;
        }

        lock (_lock)
        {
            if (_verified.Count >= MostVerified)
            {
                _verified.Clear();
            }

            _verified.Add(question);
        }

        return true;
    }

    internal bool Knows(string desk)
    {
        lock (_lock)
        {
            return _seen.ContainsKey(desk);
        }
    }

    /// <summary>True, and remembered, when the chain of hashes (epoch 1 first) contains what was seen before.</summary>
    internal bool Accept(string desk, IReadOnlyList<byte[]> hashes)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(desk, out var seen))
            {
                if (seen.Epoch > hashes.Count || !CryptographicOperations.FixedTimeEquals(seen.Hash, hashes[seen.Epoch - 1]))
                {
                    return false;
                }

                if (seen.Epoch == hashes.Count)
                {
                    return true;
                }
            }

            Remember(desk, hashes.Count, hashes[^1]);
            return true;
        }
    }

    /// <summary>The same for the router's records, which are not chained: only the epoch must not go back, nor change.</summary>
    internal bool AcceptRouter(int epoch, byte[] hash)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(Router, out var seen))
            {
                if (seen.Epoch > epoch || (seen.Epoch == epoch && !CryptographicOperations.FixedTimeEquals(seen.Hash, hash)))
                {
                    return false;
                }

                if (seen.Epoch == epoch)
                {
                    return true;
                }
            }

            Remember(Router, epoch, hash);
            return true;
        }
    }

    private void Remember(string name, int epoch, byte[] hash)
    {
        _seen[name] = (epoch, hash);
        if (_path is null)
        {
            return;
        }

        // Written aside and renamed, so that a crash leaves the old memory or the new one.
        var aside = _path + ".new";
        File.WriteAllLines(aside, _seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value.Epoch} {Convert.ToHexStringLower(s.Value.Hash)}")));
        File.Move(aside, _path, overwrite: true);
    }
}
