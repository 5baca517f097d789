using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>An account that shall be able to open a desk's cases.</summary>
public sealed record UnitMember(Guid AccountId, PublicKey PublicKey);

/// <summary>A member with the grant stored for the current epoch.</summary>
public sealed record AdmittedMember(Guid AccountId, PublicKey PublicKey, byte[] Grant);
