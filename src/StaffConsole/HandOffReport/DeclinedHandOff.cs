namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>A proposed hand-off that a colleague declined, as the helpline's own report tells of it.</summary>
/// <param name="Terms">What was proposed; null when the sealed record of it no longer opens.</param>
/// <param name="At">When it was declined.</param>
/// <param name="By">Who declined it; null when the console did, because nobody could decide it any more.</param>
/// <param name="Why">The reason; null when the sealed note no longer opens.</param>
public sealed record DeclinedHandOff(HandOffTerms? Terms, DateTimeOffset At, string? By, string? Why);
