namespace ReportingService.StaffConsole.Layout;

/// <summary>A list to choose one desk from.</summary>
/// <param name="Groups">What can be chosen.</param>
/// <param name="Chosen">What is chosen.</param>
/// <param name="DescribedBy">The element that explains the list, if one does.</param>
/// <param name="Beside">What is said beside a desk.</param>
public sealed record DeskChoice(IReadOnlyList<OfferedDesks> Groups, string? Chosen, string? DescribedBy = null, Func<string, string?>? Beside = null);
