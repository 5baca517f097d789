namespace ReportingService.Sealing;

/// <summary>An opened message.</summary>
public sealed class PlainMessage(MessageSender from, byte[] content)
{
    /// <summary>Who wrote it, proven by the envelope.</summary>
    public MessageSender From { get; } = from;

    /// <summary>What was sealed, without padding.</summary>
    public byte[] Content { get; } = content;

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PlainMessage);
}
