using System.Security.Cryptography;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens what Intake sealed to one epoch of the router's key.</summary>
public static class RouterOpener
{
    /// <summary>Opens labels and case key.</summary>
    /// <param name="routerKey">The private half of that epoch, from the key folder.</param>
    /// <param name="epoch">The epoch the envelope names.</param>
    /// <param name="binding">The case as stored.</param>
    /// <param name="sealedEnvelope">The stored envelope.</param>
    /// <exception cref="SealBrokenException">Damaged, moved, of another epoch or binding.</exception>
    public static RoutedCase Open(PrivateKey routerKey, int epoch, CaseBinding binding, ReadOnlySpan<byte> sealedEnvelope)
    {
        ArgumentNullException.ThrowIfNull(routerKey);
        ArgumentNullException.ThrowIfNull(binding);
        var secret = KeyWrap.Open(routerKey.Agreement, KeyWrap.RouterAad(binding, epoch), sealedEnvelope);
        try
        {
            if (secret.Length < P256.ScalarSize)
            {
                throw new SealBrokenException();
            }

            var labels = Padding.UnpadText(secret.AsSpan(P256.ScalarSize));
            return new RoutedCase(CaseKey.FromScalar(secret.AsSpan(0, P256.ScalarSize), binding), labels);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
