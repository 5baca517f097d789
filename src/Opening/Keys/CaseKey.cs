using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>The opened private half of a case, with what its wrap vouched for. Keep it as short as the work needs, then dispose.</summary>
public sealed class CaseKey : IDisposable
{
    internal CaseKey(PrivateKey key, CaseBinding binding)
    {
        Key = key;
        Binding = binding;
    }

    /// <summary>The case, its public key and its reporter's public key, vouched for by the wrap that was opened.</summary>
    public CaseBinding Binding { get; }

    internal PrivateKey Key { get; }

    /// <summary>Wraps the same key to another desk (routing, hand-over). Whether that is allowed is the caller's rule.</summary>
    /// <returns>115 bytes.</returns>
    public byte[] WrapToDesk(VerifiedUnitKey desk) => throw new NotSupportedException();

    /// <summary>Wraps the same key to a domain's recovery key, where it waits for a custodian.</summary>
    /// <returns>115 bytes.</returns>
    public byte[] WrapToRecovery(Trust trust, KeyDomain domain) => throw new NotSupportedException();

    /// <summary>Zeroes the private half.</summary>
    public void Dispose() => Key.Dispose();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(CaseKey);
}
