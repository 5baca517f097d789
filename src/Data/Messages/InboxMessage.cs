namespace ReportingService.Data;

/// <summary>That a consumer has had its effect for a message; unique, written in the transaction of the effect.</summary>
public sealed class InboxMessage
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required DateTimeOffset At { get; init; }
}
