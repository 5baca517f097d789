using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>One line of a queue: exactly what a list may show, read by this projection and no other.</summary>
public sealed record QueueRow(
    Guid Id,
    Urgency Urgency,
    ReportState State,
    Category? Category,
    string? Municipality,
    bool Restricted,
    string Desk,
    string? NamedDesk,
    DateTimeOffset CreatedAt,
    Guid? OwnerId,
    string? Owner,
    bool Withdrawn)
{
    /// <summary>Whether the work on it is over. Of its arrival only the day is known then.</summary>
    public bool Ended => Withdrawn || State is ReportState.Closed or ReportState.Withdrawn;

    /// <summary>Whether something in it has not been read.</summary>
    public bool Unread => State is ReportState.Routed or ReportState.Answered;

    /// <summary>Whether somebody's name stands beside it, or nobody's is wanted any more.</summary>
    public bool Owned => OwnerId is not null || Withdrawn;

    /// <summary>Whether it stands behind those of its urgency that nobody has taken: while the night fills, these must not sink below work in hand.</summary>
    public bool Behind => Urgency >= Urgency.Urgent && Owned && State is not (ReportState.Closed or ReportState.Withdrawn);

    /// <summary>Whether the alarm sounds for it.</summary>
    public bool Alarms => OwnerId is null && Urgency >= Urgency.Urgent && State is not (ReportState.Closed or ReportState.Withdrawn);
}
