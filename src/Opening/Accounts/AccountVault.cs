using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// An account's secrets behind one passphrase: Argon2id once, then HKDF gives a verifier and a wrapping key. Register one per
/// process: at most two derivations (64 MiB each) run at a time; others wait in turn.
/// </summary>
public sealed class AccountVault : IDisposable
{
    /// <summary>Fewest characters of a passphrase.</summary>
    public const int ShortestPassphrase = 12;

    /// <summary>Loads libsodium and checks a known answer.</summary>
    /// <exception cref="InvalidOperationException">libsodium is missing or wrong; the message names the package.</exception>
    public AccountVault(InstanceId instance)
    {
    }

    /// <summary>Makes an account's key pair and TOTP secret and seals them.</summary>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="ShortestPassphrase"/>.</exception>
    public Task<NewAccount> CreateAsync(Guid accountId, string passphrase, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>
    /// Opens an account; null when the passphrase is wrong or <paramref name="sealedVault"/> is null (unknown account: takes the same time).
    /// </summary>
    /// <exception cref="SealBrokenException">The passphrase is right but the vault was changed or moved.</exception>
    public Task<UnlockedAccount?> UnlockAsync(Guid accountId, byte[]? sealedVault, string passphrase, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Seals an open account under a new passphrase; store the result in place of the old vault.</summary>
    public Task<byte[]> ChangePassphraseAsync(UnlockedAccount account, string newPassphrase, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
