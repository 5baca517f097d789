namespace ReportingService.Data;

/// <summary>
/// A hand-off of the helpline that waits for a second person: written with the proposal, deleted when it is decided or its report is
/// closed. Only a mark, so that whoever may decide is told without a look at every report: what is proposed is sealed with the case, and
/// nothing leaves but by the proposer's line in the audit log.
/// </summary>
public sealed class HandOffProposal
{
    public required Guid CaseId { get; init; }

    /// <summary>The sealed note that proposes it.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>The account that proposed it and may not decide it.</summary>
    public required Guid ProposedBy { get; init; }
}
