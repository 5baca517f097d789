using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens what Intake sealed to one epoch of the router's key.</summary>
public static class RouterOpener
{
    /// <summary>Opens labels and case key.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, of another epoch or binding.</exception>
    public static RoutedCase Open(PrivateKey routerKey, int epoch, CaseBinding binding, ReadOnlySpan<byte> sealedEnvelope)
        => throw new NotSupportedException();
}
