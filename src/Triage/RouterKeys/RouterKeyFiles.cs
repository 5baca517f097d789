using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouterKeys;

/// <summary>
/// The private halves of the router's epochs: one file each, 0600, never in the database. Threat: who gets a copy of the database and
/// the files later opens nothing that has been routed, for those files are gone by then.
/// </summary>
public sealed class RouterKeyFiles(IOptions<TriageOptions> options, Trust trust) : IDisposable
{
    private const int ScalarSize = 32;
    private readonly ConcurrentDictionary<int, PrivateKey> _open = new();

    /// <summary>The router's identity, which signs epochs.</summary>
    public SigningKey ReadIdentity() => RootKeyFiles.ReadRouterIdentity(Path.Combine(options.Value.KeyFolder, "router-identity.key"), trust);

    /// <summary>The private half of an epoch; null when this machine does not have it.</summary>
    public PrivateKey? Find(int epoch)
    {
        if (_open.TryGetValue(epoch, out var known))
        {
            return known;
        }

        var path = PathOf(epoch);
        if (!File.Exists(path))
        {
            return null;
        }

        var scalar = File.ReadAllBytes(path);
        try
        {
            var opened = PrivateKey.FromScalar(scalar);
            var kept = _open.GetOrAdd(epoch, opened);
            if (kept != opened)
            {
                opened.Dispose();
            }

            return kept;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Stores a fresh private half durably, before anybody can seal to it; false when the epoch has a file already.</summary>
    public bool TryKeep(int epoch, PrivateKey key)
    {
        var scalar = new byte[ScalarSize];
        key.CopyScalarTo(scalar);
        try
        {
            DurableFile.WritePrivate(PathOf(epoch), scalar);
            return true;
        }
        catch (IOException) when (File.Exists(PathOf(epoch)))
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Destroys a private half: overwritten, flushed, deleted.</summary>
    public void Destroy(int epoch)
    {
        if (_open.TryRemove(epoch, out var key))
        {
            key.Dispose();
        }

        DurableFile.Wipe(PathOf(epoch));
    }

    /// <summary>
    /// Epochs whose private half lies here or is open in this process. Threat: another worker that shares the folder destroyed the file, and
    /// this one keeps the key in memory for as long as it runs.
    /// </summary>
    public IReadOnlyList<int> Epochs()
        => [.. Directory.EnumerateFiles(options.Value.KeyFolder, "router-epoch-*.key")
            .Select(path => Path.GetFileNameWithoutExtension(path)["router-epoch-".Length..])
            .Select(digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0)
            .Where(epoch => epoch > 0)
            .Union(_open.Keys)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _open.Values)
        {
            key.Dispose();
        }
    }

    private string PathOf(int epoch)
        => Path.Combine(options.Value.KeyFolder, string.Create(CultureInfo.InvariantCulture, $"router-epoch-{epoch}.key"));
}
