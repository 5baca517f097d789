namespace ReportingService.Data;

/// <summary>A one-time link to set up an account; only its hash is stored.</summary>
public sealed class Invite
{
    public required byte[] TokenHash { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
