namespace ReportingService.Sealing;

/// <summary>Code tried to wrap a protected case's key to a holder its protection forbids. Always a bug; nothing was wrapped.</summary>
public sealed class ProtectionException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public ProtectionException()
        : base("A protected case's key must not be wrapped to this holder.")
    {
    }

    /// <inheritdoc/>
    public ProtectionException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ProtectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
