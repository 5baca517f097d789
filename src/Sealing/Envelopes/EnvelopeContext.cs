using System.Text;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Sealing;

/// <summary>
/// Where an envelope belongs. The same four values are needed to seal and to open; an envelope moved to another installation,
/// case, item or purpose does not open. <paramref name="Item"/> is the id of the stored row (item, message, blob).
/// </summary>
public readonly record struct EnvelopeContext(InstanceId Instance, ReportId Case, Guid Item, Purpose Purpose)
{
    /// <summary>The bound data (AAD): <c>version(1) | instance(16) | case(16) | item(16) | purpose</c>, purpose being ASCII, optionally followed by <c>/subject</c>.</summary>
    internal byte[] ToAad(string? subject = null)
    {
        var purpose = Codes.Of(Purpose);
        var text = subject is null ? purpose : purpose + "/" + subject;
        var aad = new byte[49 + Encoding.ASCII.GetByteCount(text)];
        aad[0] = Suite.Version;
        Instance.ToBytes().CopyTo(aad, 1);
        Case.ToBytes().CopyTo(aad, 17);
        Item.ToByteArray(bigEndian: true).CopyTo(aad, 33);
        Encoding.ASCII.GetBytes(text, aad.AsSpan(49));
        return aad;
    }
}
