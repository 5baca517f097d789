namespace ReportingService.StaffConsole.Keys;

/// <summary>What making a desk's key anew means for its people.</summary>
/// <param name="EndedAt">When the last key ended.</param>
/// <param name="OpensEnded">Whether who makes it can open the key that has ended; if not, they read no earlier report.</param>
/// <param name="Get">Who gets the new key.</param>
/// <param name="Planted">Who is a member only by a row: they get nothing, on record.</param>
/// <param name="Wait">Members who must be admitted again.</param>
public sealed record AnewPlan(DateTimeOffset EndedAt, bool OpensEnded, IReadOnlyList<RenewalMember> Get, IReadOnlyList<RenewalMember> Planted, IReadOnlyList<string> Wait);
