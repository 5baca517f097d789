using ReportingService.Core.Reports;

namespace ReportingService.Sealing;

/// <summary>
/// What a wrapped case key vouches for: whoever unwraps it learns that exactly this case has exactly this public key and this
/// reporter.
/// </summary>
/// <remarks>
/// Threat: somebody who can write to the database replaces the reporter's public key, so that the unit's answers are sealed to him.
/// He does not know the case's private key, so he cannot make a wrap that opens with another binding; opening fails closed.
/// </remarks>
public sealed record CaseBinding(InstanceId Instance, ReportId Case, PublicKey CaseKey, PublicKey ReporterKey);
