using System.Security.Cryptography;
using System.Text;
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

    private const int AtOnce = 2;

    private readonly InstanceId _instance;
    private readonly byte[] _pin;
    private readonly Derivation _derive;
    private readonly SemaphoreSlim _turn = new(AtOnce);

    /// <summary>Loads libsodium and checks a known answer. Vaults remember the keys that <paramref name="trust"/> pins.</summary>
    /// <exception cref="InvalidOperationException">libsodium is missing or wrong; the message names the package.</exception>
    public AccountVault(Trust trust)
        : this((trust ?? throw new ArgumentNullException(nameof(trust))).Instance, trust.Pin(), Argon2id.Derive)
        => Argon2id.Check();

    internal AccountVault(InstanceId instance, byte[] pin, Derivation derive)
    {
        _instance = instance;
        _pin = pin;
        _derive = derive;
    }

    /// <summary>The slow derivation. <see cref="Argon2id.Derive"/>; tests put one that counts in its place.</summary>
    internal delegate void Derivation(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int passes, int memoryKiB, Span<byte> output);

    /// <summary>Makes an account's key pair and TOTP secret and seals them.</summary>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="ShortestPassphrase"/>.</exception>
    public Task<NewAccount> CreateAsync(Guid accountId, string passphrase, CancellationToken cancellationToken = default)
        => CreateAsync(accountId, passphrase, string.Empty, cancellationToken);

    /// <summary>The same for an account of a role. Threat: the role is changed in the database; the vault then no longer opens.</summary>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="ShortestPassphrase"/>.</exception>
    public async Task<NewAccount> CreateAsync(Guid accountId, string passphrase, string role, CancellationToken cancellationToken = default)
    {
        var account = new UnlockedAccount(accountId, role, PrivateKey.Create(), RandomNumberGenerator.GetBytes(Totp.SecretSize), trustHolds: true);
        try
        {
            var vault = await ChangePassphraseAsync(account, passphrase, cancellationToken).ConfigureAwait(false);
            return new NewAccount(vault, account.Key.Public, account);
        }
        catch
        {
            account.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens an account; null when the passphrase is wrong or <paramref name="sealedVault"/> is null (unknown account: takes the same time).
    /// </summary>
    /// <exception cref="SealBrokenException">The vault was changed or moved.</exception>
    public Task<UnlockedAccount?> UnlockAsync(Guid accountId, byte[]? sealedVault, string passphrase, CancellationToken cancellationToken = default)
        => UnlockAsync(accountId, sealedVault, passphrase, string.Empty, cancellationToken);

    /// <summary>The same for an account of a role.</summary>
    /// <exception cref="SealBrokenException">The vault was changed or moved, or made for another role.</exception>
    public async Task<UnlockedAccount?> UnlockAsync(Guid accountId, byte[]? sealedVault, string passphrase, string role, CancellationToken cancellationToken = default)
    {
        // Threat: the time of an answer tells which user names exist. An unknown account costs one derivation too.
        var (passes, memory, salt) = sealedVault is null
            ? (VaultFormat.Passes, VaultFormat.MemoryKiB, new byte[Argon2id.SaltSize])
            : VaultFormat.Parameters(sealedVault);
        var root = await DeriveAsync(passphrase, salt, passes, memory, cancellationToken).ConfigureAwait(false);
        try
        {
            return sealedVault is not null && VaultFormat.Fits(sealedVault, root) ? VaultFormat.Open(_instance, accountId, role, sealedVault, root, _pin) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(root);
        }
    }

    /// <summary>Seals an open account under a new passphrase (fresh salt, today's parameters); store the result in place of the old vault.</summary>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="ShortestPassphrase"/>.</exception>
    /// <exception cref="InvalidOperationException">The vault remembers other pinned keys: only <see cref="RepinAsync"/> may replace them.</exception>
    public Task<byte[]> ChangePassphraseAsync(UnlockedAccount account, string newPassphrase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.TrustHolds
            ? SealAsync(account, newPassphrase, cancellationToken)
            : throw new InvalidOperationException("The vault remembers other pinned keys.");
    }

    /// <summary>
    /// Seals an open account so that its vault remembers the keys pinned now. Only after its owner has typed their fingerprint, which a
    /// custodian gave them.
    /// </summary>
    /// <exception cref="ArgumentException">The passphrase is shorter than <see cref="ShortestPassphrase"/>.</exception>
    public Task<byte[]> RepinAsync(UnlockedAccount account, string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        return SealAsync(account, passphrase, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<byte[]> SealAsync(UnlockedAccount account, string newPassphrase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(newPassphrase);
        if (newPassphrase.EnumerateRunes().Count() < ShortestPassphrase)
        {
            throw new ArgumentException($"A passphrase has at least {ShortestPassphrase} characters.", nameof(newPassphrase));
        }

        var salt = RandomNumberGenerator.GetBytes(Argon2id.SaltSize);
        var root = await DeriveAsync(newPassphrase, salt, VaultFormat.Passes, VaultFormat.MemoryKiB, cancellationToken).ConfigureAwait(false);
        try
        {
            return VaultFormat.Seal(_instance, account.AccountId, account.Role, root, salt, account.Key.Scalar, account.TotpSecret, _pin);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(root);
        }
    }

    private async Task<byte[]> DeriveAsync(string passphrase, byte[] salt, int passes, int memoryKiB, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // On a thread of its own: half a second of arithmetic must not hold a request thread's turn.
            return await Task.Run(() => Derive(passphrase, salt, passes, memoryKiB), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private byte[] Derive(string passphrase, byte[] salt, int passes, int memoryKiB)
    {
        // The same passphrase typed on another keyboard may come decomposed (ë as e and diaeresis).
        var bytes = Encoding.UTF8.GetBytes(passphrase.Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormC));
        var root = new byte[Argon2id.OutputSize];
        try
        {
            _derive(bytes, salt, passes, memoryKiB, root);
            return root;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
