using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>The form that asks, as it stands on the report's page and on its own.</summary>
/// <param name="Address">Address of the report.</param>
/// <param name="Head">The report without its content.</param>
/// <param name="Questions">What can be chosen.</param>
/// <param name="Language">Tag of the language in which the reporter reads.</param>
/// <param name="Words">What was typed.</param>
/// <param name="Wrong">Whether the form comes back with a fault.</param>
public sealed record AskForm(string Address, ReportHead Head, IReadOnlyList<ReadyQuestion> Questions, string Language, string? Words, bool Wrong);
