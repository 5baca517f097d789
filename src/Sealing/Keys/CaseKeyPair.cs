using System.Security.Cryptography;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>
/// The key pair of a new case, alive only while its report is being submitted. The public half is stored; the private half leaves
/// only wrapped to holders, and cannot open anything here.
/// </summary>
public sealed class CaseKeyPair : IDisposable
{
    private readonly byte[] _scalar = new byte[P256.ScalarSize];
    private Protection? _decided;
    private bool _disposed;

    private CaseKeyPair(Protection? protection)
    {
        _decided = protection;
        Public = PublicKey.Trusted(P256.Generate(_scalar)).Kept();
    }

    /// <summary>The half that is stored in clear and sealed to.</summary>
    public PublicKey Public { get; }

    internal ReadOnlySpan<byte> Scalar
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _scalar;
        }
    }

    /// <summary>Makes a pair. <paramref name="protection"/> limits for good whom this object can wrap to.</summary>
    public static CaseKeyPair Create(Protection protection) => new(protection);

    /// <summary>Makes a pair for a report whose files come in before its words. Nothing can be wrapped before <see cref="Decide"/>.</summary>
    public static CaseKeyPair CreateUndecided() => new(null);

    /// <summary>Limits for good whom this object can wrap to.</summary>
    /// <exception cref="ProtectionException">It was decided before, and differently.</exception>
    public void Decide(Protection protection)
    {
        if (_decided is { } before && before != protection)
        {
            throw new ProtectionException("The protection of a case is decided once.");
        }

        _decided = protection;
    }

    /// <summary>Wraps the private half to a desk's verified key.</summary>
    /// <returns>115 bytes (EnvelopeFormat.md, 8).</returns>
    /// <exception cref="ProtectionException">The report is protected and the desk is of another domain.</exception>
    public byte[] WrapToDesk(VerifiedUnitKey desk, CaseBinding binding)
    {
        ArgumentNullException.ThrowIfNull(desk);
        Check(binding, desk.Domain);
        return KeyWrap.Seal(desk.PublicKey, KeyWrap.DeskAad(binding, desk.Desk, desk.Epoch), _scalar);
    }

    /// <summary>Wraps the private half to a domain's pinned recovery key, where it waits for a custodian.</summary>
    /// <returns>115 bytes.</returns>
    /// <exception cref="ProtectionException">The report is protected and the domain is another one.</exception>
    public byte[] WrapToRecovery(Trust trust, KeyDomain domain, CaseBinding binding)
    {
        ArgumentNullException.ThrowIfNull(trust);
        Check(binding, domain);
        return KeyWrap.Seal(trust.Of(domain).Recovery, KeyWrap.RecoveryAad(binding, domain), _scalar);
    }

    /// <summary>
    /// Seals the reasons of a decision taken at submission to the case, as a holder's item: for protected reports, which no router ever
    /// sees. Whoever opens the case reads why it came to them.
    /// </summary>
    /// <param name="context">Where the envelope will be stored, with <see cref="Purpose.Decision"/>.</param>
    /// <param name="plain">The decision; padded to a bucket.</param>
    /// <exception cref="ArgumentException">Another purpose.</exception>
    public byte[] SealDecision(EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        if (context.Purpose != Purpose.Decision)
        {
            throw new ArgumentException("A submission seals its decision only.", nameof(context));
        }

        using var own = KeyAgreement.Of(Scalar);
        return ItemEnvelope.Seal(EnvelopeForm.ItemFromHolder, own, Public, context, plain);
    }

    /// <summary>Seals the private half together with the labels to the router's current key.</summary>
    /// <param name="router">From <see cref="RouterKeyRecord.Verify"/>.</param>
    /// <param name="binding">This case.</param>
    /// <param name="labels">The closed labels; padded to a bucket.</param>
    /// <exception cref="ProtectionException">The report is protected: the router never sees it.</exception>
    public byte[] WrapToRouter(VerifiedRouterKey router, CaseBinding binding, ReadOnlySpan<byte> labels)
    {
        ArgumentNullException.ThrowIfNull(router);
        Check(binding, KeyDomain.Police);
        var padded = Padding.PadText(labels);
        var secret = new byte[_scalar.Length + padded.Length];
        _scalar.CopyTo(secret, 0);
        padded.CopyTo(secret, _scalar.Length);
        try
        {
            return KeyWrap.Seal(router.PublicKey, KeyWrap.RouterAad(binding, router.Epoch), secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Zeroes the private half.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_scalar);
        Public.Peer?.Dispose();
        _disposed = true;
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(CaseKeyPair);

    private void Check(CaseBinding binding, KeyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (binding.CaseKey != Public)
        {
            throw new ArgumentException("The binding is of another case key.", nameof(binding));
        }

        // Threat: a rule, an administrator or a bug sends a protected report's key to the police. The key itself refuses.
        var allowed = _decided switch
        {
            null => throw new ProtectionException("Nothing may be wrapped before the protection is decided."),
            Protection.None => true,
            Protection.Helpline => domain == KeyDomain.Helpline,
            Protection.Pik => domain == KeyDomain.Pik,
            Protection.Internal => domain == KeyDomain.Internal,
            _ => false,
        };
        if (!allowed)
        {
            throw new ProtectionException();
        }
    }
}
