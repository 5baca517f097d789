using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// An envelope does not open: damaged, cut, moved to another place, sealed to another key, or forged. One message for all causes,
/// so that an attacker who can submit envelopes learns nothing from the difference.
/// </summary>
public sealed class SealBrokenException : CryptographicException
{
    /// <summary>Creates the exception; carries no content.</summary>
    public SealBrokenException()
        : base("The envelope does not open.")
    {
    }

    /// <inheritdoc/>
    public SealBrokenException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public SealBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
