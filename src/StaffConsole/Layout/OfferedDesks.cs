namespace ReportingService.StaffConsole.Layout;

/// <summary>Desks to choose from under one heading.</summary>
public sealed record OfferedDesks(string Heading, IReadOnlyList<string> Desks);
