namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>A hand-off that was carried out, as the helpline's own report tells of it.</summary>
/// <param name="Desk">Who got the copy.</param>
/// <param name="Ground">On what ground.</param>
/// <param name="At">When it left.</param>
/// <param name="By">Who let it leave: without consent, the second person.</param>
/// <param name="Terms">What left; null when the sealed record of it no longer opens.</param>
/// <param name="Item">The item with that record.</param>
/// <param name="Known">How many times the reporter's later words had excluded somebody when it left, or when somebody last told the desk.</param>
public sealed record FinishedHandOff(string Desk, HandOffBasis Ground, DateTimeOffset At, string By, HandOffTerms? Terms, Guid Item, int Known);
