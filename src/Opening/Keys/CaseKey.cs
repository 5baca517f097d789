using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>The opened private half of a case, with what its wrap vouched for. Keep it as short as the work needs, then dispose.</summary>
public sealed class CaseKey : IDisposable
{
    private CaseKey(PrivateKey key, CaseBinding binding)
    {
        Key = key;
        Binding = binding;
    }

    /// <summary>The case, its public key and its reporter's public key, vouched for by the wrap that was opened.</summary>
    public CaseBinding Binding { get; }

    internal PrivateKey Key { get; }

    /// <summary>The key of a case that this process makes right now (a copy for another body), to seal its first decision with.</summary>
    public static CaseKey OfFresh(CaseKeyPair pair, CaseBinding binding)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(binding);
        return FromScalar(pair.Scalar, binding);
    }

    /// <summary>Wraps the same key to another desk (routing, hand-over). Whether that is allowed is the caller's rule.</summary>
    /// <returns>115 bytes.</returns>
    public byte[] WrapToDesk(VerifiedUnitKey desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return KeyWrap.Seal(desk.PublicKey, KeyWrap.DeskAad(Binding, desk.Desk, desk.Epoch), Key.Scalar);
    }

    /// <summary>Wraps the same key to a domain's recovery key, where it waits for a custodian.</summary>
    /// <returns>115 bytes.</returns>
    public byte[] WrapToRecovery(Trust trust, KeyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return KeyWrap.Seal(trust.Of(domain).Recovery, KeyWrap.RecoveryAad(Binding, domain), Key.Scalar);
    }

    /// <summary>Zeroes the private half.</summary>
    public void Dispose() => Key.Dispose();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(CaseKey);

    /// <summary>Opens a wrap and checks that it holds the private half of the bound public key.</summary>
    internal static CaseKey Unwrap(PrivateKey holder, byte[] aad, CaseBinding binding, ReadOnlySpan<byte> wrap)
    {
        var scalar = KeyWrap.Open(holder.Agreement, aad, wrap);
        try
        {
            return FromScalar(scalar, binding);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    internal static CaseKey FromScalar(ReadOnlySpan<byte> scalar, CaseBinding binding)
    {
        var key = PrivateKey.FromScalar(scalar);
        if (key.Public != binding.CaseKey)
        {
            key.Dispose();
            throw new SealBrokenException();
        }

        return new CaseKey(key, binding);
    }

    /// <summary>An envelope of another case is a bug of the caller, never to be tried.</summary>
    internal void CheckIsOf(EnvelopeContext context)
    {
        if (context.Case != Binding.Case || context.Instance != Binding.Instance)
        {
            throw new ArgumentException("The envelope is of another case.", nameof(context));
        }
    }
}
