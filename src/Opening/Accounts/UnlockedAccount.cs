using System.Security.Cryptography;

namespace ReportingService.Opening;

/// <summary>An account's secrets in memory, bound to a session. Check <see cref="Totp"/> before trusting it; dispose at sign-out.</summary>
public sealed class UnlockedAccount : IDisposable
{
    internal UnlockedAccount(Guid accountId, string role, PrivateKey key, byte[] totpSecret, bool trustHolds)
    {
        AccountId = accountId;
        Role = role;
        Key = key;
        TotpSecret = totpSecret;
        TrustHolds = trustHolds;
    }

    /// <summary>The account.</summary>
    public Guid AccountId { get; }

    /// <summary>Code of the role the vault was made for; empty when for none.</summary>
    public string Role { get; }

    /// <summary>Opens this account's unit grants.</summary>
    public PrivateKey Key { get; }

    /// <summary>20 bytes.</summary>
    public byte[] TotpSecret { get; }

    /// <summary>
    /// Whether this installation pins the keys it pinned when the account's vault was sealed. Threat: trust.json and the database were
    /// changed together. When false, nothing may be opened or sealed with this account.
    /// </summary>
    public bool TrustHolds { get; }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose()
    {
        Key.Dispose();
        CryptographicOperations.ZeroMemory(TotpSecret);
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(UnlockedAccount);
}
