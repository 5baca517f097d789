using ReportingService.Core.Keys;
using ReportingService.Data;

namespace ReportingService.Intake.SubmitReport;

/// <summary>Who can open a new report: exactly one of the two is there.</summary>
internal sealed record FirstHolder(Protection Protection, CaseGrant? Grant, RouterEnvelope? Envelope);
