using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>What making a desk's key gives to store: the record, a grant per member, and the wrap for the domain's custodians.</summary>
public sealed record NewUnitKey(UnitKeyRecord Record, IReadOnlyList<UnitGrant> Grants, byte[] RecoveryWrap);

/// <summary>The desk's private keys wrapped to one member: 179 bytes, bound to desk, epoch and account.</summary>
public sealed record UnitGrant(Guid AccountId, byte[] Wrapped);
