using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>A desk's private keys of one epoch, unlocked in a member's session. Opens case keys, admits members, starts the next epoch.</summary>
public sealed class UnitPrivateKey : IDisposable
{
    internal UnitPrivateKey(string desk, KeyDomain domain, int epoch, PrivateKey opening, SigningKey signing)
    {
        Desk = desk;
        Domain = domain;
        Epoch = epoch;
        Opening = opening;
        Signing = signing;
    }

    /// <summary>Code of the desk.</summary>
    public string Desk { get; }

    /// <summary>Its domain.</summary>
    public KeyDomain Domain { get; }

    /// <summary>The epoch these keys belong to.</summary>
    public int Epoch { get; }

    internal PrivateKey Opening { get; }

    internal SigningKey Signing { get; }

    /// <summary>Opens a case key wrapped to this desk and epoch. Audit before calling.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, of another desk, epoch or binding.</exception>
    public CaseKey OpenCase(CaseBinding binding, ReadOnlySpan<byte> wrap)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return CaseKey.Unwrap(Opening, KeyWrap.DeskAad(binding, Desk, Epoch), binding, wrap);
    }

    /// <summary>Zeroes both keys.</summary>
    public void Dispose()
    {
        Opening.Dispose();
        Signing.Dispose();
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(UnitPrivateKey);
}
