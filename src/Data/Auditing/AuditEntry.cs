namespace ReportingService.Data;

/// <summary>One line of the audit log. Codes and random ids only; what a reporter does never enters it.</summary>
public sealed class AuditEntry
{
    public required long Seq { get; init; }

    /// <summary>To the second.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Account id, or the name of a part of the service (<c>triage</c>, <c>custodian</c>).</summary>
    public required string Actor { get; init; }

    public required string Action { get; init; }

    /// <summary>Audit id of a report, id of an account, or code of a desk.</summary>
    public required string Subject { get; init; }

    public required string Detail { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; init; }
}
