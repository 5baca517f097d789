using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Writes an installation's root keys once, to be taken offline, and <c>trust.json</c>, which hosts pin.</summary>
public static class RootKeyFiles
{
    /// <summary>Name of the file that hosts pin.</summary>
    public const string TrustFile = "trust.json";

    /// <summary>Name of the file that goes to Triage's key folder.</summary>
    public const string RouterIdentityFile = "router-identity.key";

    private const string None = "none";

    /// <summary>Name of a domain's root key file.</summary>
    public static string RootFile(KeyDomain domain) => $"root-{Codes.Of(domain)}.key";

    /// <summary>Name of a domain's recovery key file.</summary>
    public static string RecoveryFile(KeyDomain domain) => $"recovery-{Codes.Of(domain)}.key";

    /// <summary>
    /// Makes <c>root-DOMAIN.key</c> and <c>recovery-DOMAIN.key</c> per domain, <c>router-identity.key</c> (for Triage's key folder), each
    /// mode 0600, and <c>trust.json</c>, written last. Never overwrites.
    /// </summary>
    /// <exception cref="IOException">A file exists, or the folder can't be written.</exception>
    public static Trust Make(string folder)
    {
        Directory.CreateDirectory(folder);
        var instance = new InstanceId(new Guid(RandomNumberGenerator.GetBytes(16)));
        var domains = new Dictionary<KeyDomain, DomainTrust>();
        foreach (var domain in Enum.GetValues<KeyDomain>())
        {
            using var root = SigningKey.Create();
            using var recovery = PrivateKey.Create();
            KeyFile.Write(Path.Combine(folder, RootFile(domain)), "root", Codes.Of(domain), instance, root.Scalar);
            KeyFile.Write(Path.Combine(folder, RecoveryFile(domain)), "recovery", Codes.Of(domain), instance, recovery.Scalar);
            domains[domain] = new DomainTrust(root.Public, recovery.Public);
        }

        using var identity = SigningKey.Create();
        KeyFile.Write(Path.Combine(folder, RouterIdentityFile), "router-identity", None, instance, identity.Scalar);
        var trust = new Trust(instance, domains, identity.Public);
        using var json = new FileStream(Path.Combine(folder, TrustFile), FileMode.CreateNew, FileAccess.Write);
        trust.Save(json);
        json.Flush(flushToDisk: true);
        return trust;
    }

    /// <summary>Reads a recovery key of a domain.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    /// <exception cref="SealBrokenException">Not the key that <paramref name="trust"/> pins.</exception>
    public static RecoveryOpener ReadRecovery(string path, KeyDomain domain, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var scalar = KeyFile.Read(path, "recovery", Codes.Of(domain), trust.Instance);
        try
        {
            return new RecoveryOpener(PrivateKey.FromScalar(scalar), domain, trust);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Reads a domain's root key.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    /// <exception cref="SealBrokenException">Not the key that <paramref name="trust"/> pins.</exception>
    public static RootSigner ReadRoot(string path, KeyDomain domain, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return new RootSigner(ReadSigning(path, "root", Codes.Of(domain), trust, trust.Of(domain).Root), domain, trust);
    }

    /// <summary>Reads the router's identity.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    /// <exception cref="SealBrokenException">Not the key that <paramref name="trust"/> pins.</exception>
    public static SigningKey ReadRouterIdentity(string path, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return ReadSigning(path, "router-identity", None, trust, trust.RouterIdentity);
    }

    private static SigningKey ReadSigning(string path, string kind, string domain, Trust trust, VerifyingKey pinned)
    {
        var scalar = KeyFile.Read(path, kind, domain, trust.Instance);
        try
        {
            var key = SigningKey.FromScalar(scalar);
            if (key.Public != pinned)
            {
                key.Dispose();
                throw new SealBrokenException();
            }

            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }
}
