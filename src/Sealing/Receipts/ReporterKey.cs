using ReportingService.Core.Reports;

namespace ReportingService.Sealing;

/// <summary>Everything a receipt gives by HKDF-SHA256 (EnvelopeFormat.md, 5). No slow derivation: the receipt has 120 bits.</summary>
public sealed class ReporterKey : IDisposable
{
    /// <summary>The half that is stored in clear with the case; messages are sealed to it.</summary>
    public PublicKey Public => throw new NotSupportedException();

    /// <summary>32 bytes, stored and uniquely indexed, by which the case is found. Nothing else can be derived from it.</summary>
    public byte[] Lookup => throw new NotSupportedException();

    /// <summary>Derives the keys of a receipt for this installation.</summary>
    public static ReporterKey From(Receipt receipt, InstanceId instance) => throw new NotSupportedException();

    /// <summary>32 bytes stored with the case at submission, by which the receipt later recognises the case's public key.</summary>
    public byte[] TagCase(ReportId report, PublicKey caseKey) => throw new NotSupportedException();

    /// <summary>
    /// True when the stored tag says that this receipt was given for this case and public key. Threat: somebody who can write to the
    /// database replaces the case's public key, so that what the reporter adds is sealed to him.
    /// </summary>
    public bool VouchesFor(ReportId report, PublicKey caseKey, ReadOnlySpan<byte> tag) => throw new NotSupportedException();

    /// <summary>Zeroes every derived secret.</summary>
    public void Dispose()
    {
    }
}
