namespace ReportingService.StaffConsole.WriteRules;

/// <summary>One list of conditions in the form of a rule.</summary>
/// <param name="Name">The form's name of the list.</param>
/// <param name="Id">Its identifier on the page.</param>
/// <param name="Label">What the list is for.</param>
/// <param name="Chosen">Codes that are ticked.</param>
/// <param name="Fault">What is wrong here; null when nothing.</param>
public sealed record ConditionBoxes(string Name, string Id, string Label, IReadOnlyList<string> Chosen, string? Fault = null);
