namespace ReportingService.Sealing;

/// <summary>A domain's pinned keys: the root signs desks' first records; what is sealed to recovery opens only with the custodians' offline key.</summary>
public sealed record DomainTrust(VerifyingKey Root, PublicKey Recovery);
