using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>One report and its way. What is in clear here is all that a copy of the database tells without a key.</summary>
public sealed class Case
{
    public required Guid Id { get; init; }

    /// <summary>To the minute: clocks need it while the report is open. Becomes a day on closing.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    public ReportState State { get; set; } = ReportState.Received;

    public required Urgency Urgency { get; set; }

    /// <summary>The desk whose current key opens the case; null while only the router or a domain's recovery key does.</summary>
    public string? HolderDesk { get; set; }

    /// <summary>The unit the decision names, also while another desk of the domain holds the key for it.</summary>
    public string? NamedUnit { get; set; }

    public string? NamedDesk { get; set; }

    public required KeyDomain Domain { get; set; }

    public required Protection Protection { get; init; }

    /// <summary>In lists only for named members of the holding desk.</summary>
    public bool Restricted { get; set; } = true;

    /// <summary>In clear only for unrestricted categories.</summary>
    public Category? Category { get; set; }

    /// <summary>In clear only for unrestricted categories.</summary>
    public string? Municipality { get; set; }

    public required byte[] CasePublicKey { get; init; }

    public required byte[] ReporterPublicKey { get; init; }

    /// <summary>One-way image of the receipt; unique, so that sending again finds the same report.</summary>
    public required byte[] ReceiptLookup { get; init; }

    /// <summary>
    /// 32 bytes by which the receipt recognises <see cref="CasePublicKey"/> (ReporterKey.TagCase). Threat: the column above is swapped, so
    /// that what the reporter adds is sealed to somebody else. Without a fitting tag nothing more is sealed to the case.
    /// </summary>
    public byte[] CaseTag { get; init; } = [];

    /// <summary>The random name of this report in the audit log; the link lives only as long as this row.</summary>
    public required Guid AuditId { get; init; }

    public Guid? OwnerAccountId { get; set; }

    public DateTimeOffset? OwnedAt { get; set; }

    public DateTimeOffset? RoutedAt { get; set; }

    public DateTimeOffset? FirstOpenedAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When the desk was last alarmed because nobody had taken the report.</summary>
    public DateTimeOffset? AlarmedAt { get; set; }

    /// <summary>
    /// The desk that is told when the alarm is not heard: the duty desk of the domain, unless the report excludes it. Threat: any
    /// other choice would show in clear which units a report excludes.
    /// </summary>
    public string? EscalateTo { get; set; }

    /// <summary>Code of the outcome.</summary>
    public string? Outcome { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Where a withdrawn report returns to when its reporter takes the withdrawal back.</summary>
    public ReportState? StateBeforeWithdrawal { get; set; }

    /// <summary>
    /// Where an asked or answered report returns to once somebody has read what its reporter wrote, so that "accepted" and "referred"
    /// are not lost. Apart from the column above: a report may be withdrawn, and taken back, while words wait to be read.
    /// </summary>
    public ReportState? StateOnceRead { get; set; }

    public DateTimeOffset? DeleteAfter { get; set; }

    public bool LegalHold { get; set; }

    /// <summary>The first answer (201), sealed to the reporter: the same token sent again gets the same answer.</summary>
    public required byte[] SealedOutcome { get; set; }

    public required DateTimeOffset LastActivityAt { get; set; }

    /// <summary>Concurrency token, raised by every save.</summary>
    public int Version { get; set; }
}
