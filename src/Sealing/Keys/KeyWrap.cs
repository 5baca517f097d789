using System.Globalization;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Sealing;

/// <summary>Wraps of private keys and the data they are bound to (EnvelopeFormat.md, 8).</summary>
internal static class KeyWrap
{
    private static readonly byte[] Info = Hkdf.Label("wrap");

    /// <summary><c>version | suite | enc | ciphertext</c>.</summary>
    internal static byte[] Seal(PublicKey to, byte[] aad, ReadOnlySpan<byte> secret)
        => [Suite.Version, Suite.P256Aes256, .. HpkeSender.SealBase(to, Info, aad, secret)];

    /// <summary>Opens a wrap; the caller zeroes the result.</summary>
    /// <exception cref="SealBrokenException">It does not open.</exception>
    internal static byte[] Open(KeyAgreement own, byte[] aad, ReadOnlySpan<byte> wrap)
        => wrap.Length > 2 && wrap[0] == Suite.Version && wrap[1] == Suite.P256Aes256
            ? HpkeReceiver.Open(HpkeAead.Aes256Gcm, own, null, Info, aad, wrap[2..])
            : throw new SealBrokenException();

    internal static byte[] DeskAad(CaseBinding binding, string desk, int epoch)
        => CaseAad(binding, Purpose.CaseKey, desk + "/" + Number(epoch));

    internal static byte[] RecoveryAad(CaseBinding binding, KeyDomain domain)
        => CaseAad(binding, Purpose.CaseKey, "recovery/" + Codes.Of(domain));

    internal static byte[] RouterAad(CaseBinding binding, int epoch)
        => CaseAad(binding, Purpose.RouterCase, Number(epoch));

    internal static byte[] MemberContext(InstanceId instance, string desk, int epoch, Guid account)
        => new EnvelopeContext(instance, default, account, Purpose.UnitKey).ToAad(desk + "/" + Number(epoch));

    internal static byte[] UnitRecoveryContext(InstanceId instance, string desk, int epoch)
        => new EnvelopeContext(instance, default, Guid.Empty, Purpose.UnitKey).ToAad(desk + "/" + Number(epoch) + "/recovery");

    private static byte[] CaseAad(CaseBinding binding, Purpose purpose, string subject)
        => [.. new EnvelopeContext(binding.Instance, binding.Case, Guid.Empty, purpose).ToAad(subject), .. binding.CaseKey.Point, .. binding.ReporterKey.Point];

    private static string Number(int epoch) => epoch.ToString(CultureInfo.InvariantCulture);
}
