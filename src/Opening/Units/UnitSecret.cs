using System.Security.Cryptography;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>A desk's two scalars as they are wrapped, and the proof that a member admitted an account (EnvelopeFormat.md, 8).</summary>
internal static class UnitSecret
{
    internal const int AdmissionSize = 32;

    /// <summary>Wraps both scalars; bound to the record's public halves.</summary>
    internal static byte[] Wrap(UnitPrivateKey key, PublicKey to, byte[] context)
    {
        Span<byte> both = stackalloc byte[2 * P256.ScalarSize];
        key.Opening.Scalar.CopyTo(both);
        key.Signing.Scalar.CopyTo(both[P256.ScalarSize..]);
        try
        {
            return KeyWrap.Seal(to, Aad(context, key.Opening.Public.Span, key.Signing.Public.Span), both);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(both);
        }
    }

    /// <summary>Opens a wrap and checks both scalars against the record.</summary>
    internal static UnitPrivateKey Unwrap(PrivateKey holder, byte[] context, UnitKeyRecord record, ReadOnlySpan<byte> wrap)
    {
        var both = KeyWrap.Open(holder.Agreement, Aad(context, record.PublicKey, record.SigningPublicKey), wrap);
        PrivateKey? opening = null;
        SigningKey? signing = null;
        try
        {
            if (both.Length != 2 * P256.ScalarSize)
            {
                throw new SealBrokenException();
            }

            opening = PrivateKey.FromScalar(both.AsSpan(0, P256.ScalarSize));
            signing = SigningKey.FromScalar(both.AsSpan(P256.ScalarSize));
            if (!opening.Public.Span.SequenceEqual(record.PublicKey) || !signing.Public.Span.SequenceEqual(record.SigningPublicKey))
            {
                throw new SealBrokenException();
            }

            return new UnitPrivateKey(record.Desk, record.Domain, record.Epoch, opening, signing);
        }
        catch
        {
            opening?.Dispose();
            signing?.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(both);
        }
    }

    /// <summary>A member's stored grant: wrap and admission.</summary>
    internal static byte[] Grant(UnitPrivateKey key, UnitMember member, InstanceId instance)
    {
        var context = KeyWrap.MemberContext(instance, key.Desk, key.Epoch, member.AccountId);
        return [.. Wrap(key, member.PublicKey, context), .. Admission(key, context, member.PublicKey)];
    }

    /// <summary>True when a holder of the desk's key admitted exactly this account with exactly this public key.</summary>
    internal static bool IsAdmitted(UnitPrivateKey key, UnitMember member, InstanceId instance, ReadOnlySpan<byte> grant)
    {
        var context = KeyWrap.MemberContext(instance, key.Desk, key.Epoch, member.AccountId);
        return grant.Length > AdmissionSize
            && CryptographicOperations.FixedTimeEquals(Admission(key, context, member.PublicKey), grant[^AdmissionSize..]);
    }

    private static byte[] Admission(UnitPrivateKey key, byte[] context, PublicKey account)
    {
        Span<byte> mac = stackalloc byte[Hkdf.HashSize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Opening.Scalar, mac, [], Hkdf.Label("admission"));
        try
        {
            return HMACSHA256.HashData(mac, [.. context, .. account.Span]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(mac);
        }
    }

    private static byte[] Aad(byte[] context, ReadOnlySpan<byte> opening, ReadOnlySpan<byte> signing) => [.. context, .. opening, .. signing];
}
