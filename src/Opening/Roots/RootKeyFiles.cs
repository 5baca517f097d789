using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Writes an installation's root keys once, to be taken offline, and <c>trust.json</c>, which hosts pin.</summary>
public static class RootKeyFiles
{
    /// <summary>
    /// Makes <c>root-DOMAIN.key</c> and <c>recovery-DOMAIN.key</c> per domain, <c>router-identity.key</c> (for Triage's key folder), each
    /// mode 0600, and <c>trust.json</c>. Never overwrites.
    /// </summary>
    /// <exception cref="IOException">A file exists, or the folder can't be written.</exception>
    public static Trust Make(string folder) => throw new NotSupportedException();

    /// <summary>Reads a recovery key of a domain.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    public static RecoveryOpener ReadRecovery(string path, Trust trust) => throw new NotSupportedException();

    /// <summary>Reads a domain's root key.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    public static RootSigner ReadRoot(string path, Trust trust) => throw new NotSupportedException();

    /// <summary>Reads the router's identity.</summary>
    /// <exception cref="FormatException">Not such a file, or readable by others than its owner.</exception>
    public static SigningKey ReadRouterIdentity(string path, Trust trust) => throw new NotSupportedException();
}
