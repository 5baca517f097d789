using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>A report whose hand-off waits for a second person: what a list may show of it.</summary>
public sealed record PendingHandOff(Guid Report, string Desk, Urgency Urgency, DateTimeOffset CreatedAt);
