using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>The public keys an installation pins: <c>trust.json</c>. Each host reads it from its own configuration, never from the database.</summary>
public sealed class Trust
{
    /// <summary>Builds a trust from keys just made.</summary>
    /// <exception cref="ArgumentException">A domain is missing.</exception>
    public Trust(InstanceId instance, IReadOnlyDictionary<KeyDomain, DomainTrust> domains, VerifyingKey routerIdentity)
    {
        Instance = instance;
        RouterIdentity = routerIdentity;
    }

    /// <summary>The installation.</summary>
    public InstanceId Instance { get; }

    /// <summary>Signs the router's short-lived keys.</summary>
    public VerifyingKey RouterIdentity { get; }

    /// <summary>The pinned keys of a domain.</summary>
    public DomainTrust Of(KeyDomain domain) => throw new NotSupportedException();

    /// <summary>Reads <c>trust.json</c>.</summary>
    /// <exception cref="FormatException">Unknown version, missing domain, bad key; the message names the field.</exception>
    public static Trust Load(Stream json) => throw new NotSupportedException();

    /// <summary>Writes <c>trust.json</c>. Public keys only.</summary>
    public void Save(Stream json) => throw new NotSupportedException();
}
