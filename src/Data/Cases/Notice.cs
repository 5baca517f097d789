using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>A unit is told that a report exists. It is never a key: category, urgency, municipality and a button to ask the holder.</summary>
public sealed class Notice
{
    public required Guid CaseId { get; init; }

    public required string Desk { get; init; }

    public Category? Category { get; init; }

    public required Urgency Urgency { get; init; }

    public string? Municipality { get; init; }

    public required DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? AccessRequestedAt { get; set; }

    public Guid? AccessRequestedBy { get; set; }
}
