using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>Which message an outbox row stands for.</summary>
public enum OutboxKind
{
    /// <summary>To Triage. Finished by the transaction that routes the report.</summary>
    ReportSubmitted,

    /// <summary>To every console. Finished by its publication: screens also refresh by themselves.</summary>
    CaseChanged,

    /// <summary>To Triage. Finished by the transaction that takes the key from the desk.</summary>
    HolderExcluded,
}

/// <summary>A message that must leave, written in the transaction of its cause. Ids, codes and urgency only.</summary>
public sealed class OutboxMessage
{
    public required Guid Id { get; init; }

    public required OutboxKind Kind { get; init; }

    public required Guid CaseId { get; init; }

    public required Urgency Urgency { get; init; }

    /// <summary>Desk whose screens show the change; empty when none holds the case.</summary>
    public string Desk { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row may be taken (again). Moved on by every lease, so that two processes don't publish it at once.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>How often it was published.</summary>
    public int Attempts { get; set; }

    /// <summary>Set after too many attempts: raises the operator's alarm. The row stays and is still tried, seldom.</summary>
    public DateTimeOffset? DeadAt { get; set; }

    /// <summary>Why the last attempt failed, as a code.</summary>
    public string? LastErrorCode { get; set; }
}
