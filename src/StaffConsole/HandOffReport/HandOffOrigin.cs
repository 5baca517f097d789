using ReportingService.Data;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// On what ground a copy came from the helpline, sealed into the copy with the helpline's reason. Threat: the unit that got it learns who
/// works at the helpline; it reads their roles.
/// </summary>
/// <param name="From">The desk of the helpline.</param>
/// <param name="Basis">Code of a <see cref="HandOffBasis"/>.</param>
/// <param name="ProposedAs">The role of who proposed it; null when the account is gone.</param>
/// <param name="ConfirmedAs">The role of the second person; null where consent needed none.</param>
/// <param name="NoPolice">Whether the reporter had asked that no police be told.</param>
/// <param name="Withheld">Desks that must not get this copy. The decision that is sealed beside it excludes them; here stands that it was the helpline who said so.</param>
public sealed record HandOffOrigin(string From, string Basis, AccountRole? ProposedAs, AccountRole? ConfirmedAs, bool NoPolice, IReadOnlyList<string>? Withheld = null);
