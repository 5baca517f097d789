namespace ReportingService.Sealing;

/// <summary>Who wrote a message. Proven by the envelope, not only stated in it.</summary>
public enum MessageSender
{
    /// <summary>Somebody who holds the case's private key.</summary>
    Unit = 1,

    /// <summary>The holder of the receipt.</summary>
    Reporter = 2,
}
