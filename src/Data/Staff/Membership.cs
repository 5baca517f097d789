namespace ReportingService.Data;

/// <summary>Whether a member can read at a desk.</summary>
public enum MembershipState
{
    /// <summary>Assigned; waits until an active member (or a custodian) admits.</summary>
    Waiting,
    Active,
    Removed,
}

/// <summary>An account at a desk.</summary>
public sealed class Membership
{
    public required Guid AccountId { get; init; }

    public required string Desk { get; init; }

    public MembershipState State { get; set; } = MembershipState.Waiting;

    /// <summary>The member who admitted; null for the first member or a custodian.</summary>
    public Guid? AdmittedBy { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
