using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.Notices;

/// <summary>What a notified desk may know: category, urgency, municipality, age. Nothing here needs or gives a key.</summary>
public sealed record NoticeRow(Guid Report, string Desk, Category? Category, Urgency Urgency, string? Municipality, DateTimeOffset CreatedAt, bool Asked, bool Granted, bool Ended, bool Withdrawn);
