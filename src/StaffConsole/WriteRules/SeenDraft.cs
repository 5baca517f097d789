namespace ReportingService.StaffConsole.WriteRules;

/// <summary>What a signing form was made for.</summary>
/// <param name="Version">The draft's number of changes then.</param>
/// <param name="Shown">See <see cref="ShownDraft"/>.</param>
public sealed record SeenDraft(int Version, string Shown);
