using System.Security.Cryptography;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>The public keys an installation pins: <c>trust.json</c>. Each host reads it from its own configuration, never from the database.</summary>
public sealed class Trust
{
    private readonly Dictionary<KeyDomain, DomainTrust> _domains;

    /// <summary>Builds a trust from keys just made.</summary>
    /// <exception cref="ArgumentException">A domain is missing, or two domains share a key.</exception>
    public Trust(InstanceId instance, IReadOnlyDictionary<KeyDomain, DomainTrust> domains, VerifyingKey routerIdentity)
    {
        ArgumentNullException.ThrowIfNull(domains);
        Instance = instance;
        RouterIdentity = routerIdentity;
        _domains = new(domains);
        foreach (var domain in Enum.GetValues<KeyDomain>())
        {
            if (!_domains.ContainsKey(domain))
            {
                throw new ArgumentException($"The domain {domain} is missing.", nameof(domains));
            }
        }

        // Threat: one custodian's key standing for two domains undoes the separation.
        if (_domains.Values.Select(d => d.Root).Append(routerIdentity).Distinct().Count() != _domains.Count + 1
            || _domains.Values.Select(d => d.Recovery).Distinct().Count() != _domains.Count)
        {
            throw new ArgumentException("Two domains share a key.", nameof(domains));
        }
    }

    /// <summary>The installation.</summary>
    public InstanceId Instance { get; }

    /// <summary>Signs the router's short-lived keys.</summary>
    public VerifyingKey RouterIdentity { get; }

    /// <summary>
    /// Names exactly these keys, in 32 bytes (EnvelopeFormat.md, 11). What has to notice that they were exchanged keeps a copy: the
    /// database, and every account's vault.
    /// </summary>
    public byte[] Pin() => SHA256.HashData(Bytes());

    /// <summary>Whether somebody typed the digits of <see cref="KeyFingerprint.Of(Trust)"/>, with or without spaces.</summary>
    public bool IsFingerprint(string? typed) => string.Equals(Digits(typed ?? string.Empty), Digits(KeyFingerprint.Of(this)), StringComparison.Ordinal);

    /// <summary>The pinned keys of a domain.</summary>
    public DomainTrust Of(KeyDomain domain) => _domains[domain];

    /// <summary>Reads <c>trust.json</c>.</summary>
    /// <exception cref="FormatException">Unknown version, missing domain, bad key; the message names the field.</exception>
    public static Trust Load(Stream json) => TrustFile.Read(json);

    /// <summary>Writes <c>trust.json</c>. Public keys only.</summary>
    public void Save(Stream json) => TrustFile.Write(json, this);

    internal byte[] Bytes()
        => [.. Hkdf.Label("trust"), 0x00, .. Instance.ToBytes(),
            .. Enum.GetValues<KeyDomain>().SelectMany(domain => (byte[])[.. _domains[domain].Root.Span, .. _domains[domain].Recovery.Span]), .. RouterIdentity.Span];

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
