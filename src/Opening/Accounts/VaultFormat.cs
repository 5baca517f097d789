using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>The bytes of a vault (EnvelopeFormat.md, 10). All keys here are 32 bytes that the caller zeroes.</summary>
internal static class VaultFormat
{
    internal const int Passes = 3;
    internal const int MemoryKiB = 64 * 1024;
    internal const int PinSize = 32;

    private const byte Version = 0x02;
    private const byte Argon2id13 = 0x01;
    private const int SaltAt = 10;
    private const int VerifierAt = SaltAt + Argon2id.SaltSize;
    private const int NonceAt = VerifierAt + 32;
    private const int SecretAt = NonceAt + HpkeAead.NonceSize;
    private const int PinAt = P256.ScalarSize + Totp.SecretSize;
    private const int SecretSize = PinAt + PinSize;
    private const int Size = SecretAt + SecretSize + HpkeAead.TagSize;

    // Bounds for stored parameters. Threat: somebody who can write to the database weakens a vault, or makes a sign-in eat all memory.
    private const int FewestPasses = 3;
    private const int MostPasses = 16;
    private const int MostMemoryKiB = 1024 * 1024;

    /// <summary>Parameters and salt of a stored vault.</summary>
    internal static (int Passes, int MemoryKiB, byte[] Salt) Parameters(ReadOnlySpan<byte> vault)
    {
        if (vault.Length != Size || vault[0] != Version || vault[1] != Argon2id13)
        {
            throw new SealBrokenException();
        }

        var passes = BinaryPrimitives.ReadInt32BigEndian(vault[2..]);
        var memory = BinaryPrimitives.ReadInt32BigEndian(vault[6..]);
        return passes is >= FewestPasses and <= MostPasses && memory is >= MemoryKiB and <= MostMemoryKiB
            ? (passes, memory, vault.Slice(SaltAt, Argon2id.SaltSize).ToArray())
            : throw new SealBrokenException();
    }

    /// <summary>Seals an account's secrets under the root derived from a passphrase.</summary>
    internal static byte[] Seal(InstanceId instance, Guid accountId, string role, ReadOnlySpan<byte> root, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> accountScalar, ReadOnlySpan<byte> totpSecret, ReadOnlySpan<byte> pin)
    {
        var vault = new byte[Size];
        vault[0] = Version;
        vault[1] = Argon2id13;
        BinaryPrimitives.WriteInt32BigEndian(vault.AsSpan(2), Passes);
        BinaryPrimitives.WriteInt32BigEndian(vault.AsSpan(6), MemoryKiB);
        salt.CopyTo(vault.AsSpan(SaltAt));
        Verifier(root, vault.AsSpan(VerifierAt, 32));
        RandomNumberGenerator.Fill(vault.AsSpan(NonceAt, HpkeAead.NonceSize));
        Span<byte> secret = stackalloc byte[SecretSize];
        accountScalar.CopyTo(secret);
        totpSecret.CopyTo(secret[P256.ScalarSize..]);
        pin.CopyTo(secret[PinAt..]);
        using var cipher = Cipher(root);
        cipher.Encrypt(vault.AsSpan(NonceAt, HpkeAead.NonceSize), secret, vault.AsSpan(SecretAt, SecretSize), vault.AsSpan(SecretAt + SecretSize), Aad(instance, accountId, role, vault));
        CryptographicOperations.ZeroMemory(secret);
        return vault;
    }

    /// <summary>True when the root's verifier is the stored one.</summary>
    internal static bool Fits(ReadOnlySpan<byte> vault, ReadOnlySpan<byte> root)
    {
        Span<byte> verifier = stackalloc byte[32];
        Verifier(root, verifier);
        return CryptographicOperations.FixedTimeEquals(verifier, vault.Slice(VerifierAt, 32));
    }

    /// <summary>The account's secrets.</summary>
    /// <exception cref="SealBrokenException">The vault was changed, or is another account's or another role's.</exception>
    internal static UnlockedAccount Open(InstanceId instance, Guid accountId, string role, byte[] vault, ReadOnlySpan<byte> root, ReadOnlySpan<byte> pin)
    {
        Span<byte> secret = stackalloc byte[SecretSize];
        try
        {
            using var cipher = Cipher(root);
            cipher.Decrypt(vault.AsSpan(NonceAt, HpkeAead.NonceSize), vault.AsSpan(SecretAt, SecretSize), vault.AsSpan(SecretAt + SecretSize), secret, Aad(instance, accountId, role, vault));
            return new UnlockedAccount(accountId, role, PrivateKey.FromScalar(secret[..P256.ScalarSize]), secret[P256.ScalarSize..PinAt].ToArray(), secret[PinAt..].SequenceEqual(pin));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static void Verifier(ReadOnlySpan<byte> root, Span<byte> verifier)
    {
        Span<byte> expanded = stackalloc byte[32];
        Hkdf.Expand(root, "vault-verifier", [], expanded);
        SHA256.HashData(expanded, verifier);
        CryptographicOperations.ZeroMemory(expanded);
    }

    private static AesGcm Cipher(ReadOnlySpan<byte> root)
    {
        Span<byte> key = stackalloc byte[32];
        Hkdf.Expand(root, "vault-wrap", [], key);
        var cipher = new AesGcm(key, HpkeAead.TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    private static byte[] Aad(InstanceId instance, Guid accountId, string role, ReadOnlySpan<byte> vault)
        => [.. new EnvelopeContext(instance, default, accountId, Purpose.AccountKey).ToAad(), .. vault[..NonceAt], .. Encoding.UTF8.GetBytes(role)];
}
