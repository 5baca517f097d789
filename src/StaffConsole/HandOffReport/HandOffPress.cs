namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What lay before the person who hands off. What has changed since is shown first; nothing leaves meanwhile.</summary>
/// <param name="Copies">How many copies the desk has got to the person's knowledge, who wants another nevertheless.</param>
/// <param name="Answers">How many messages of the reporter the page counted when it showed the last of them.</param>
/// <param name="Agrees">Whether the person says that they have read these and that the reporter agrees.</param>
/// <param name="Sure">Whether the page has said once more what leaves.</param>
public sealed record HandOffPress(int Copies, int Answers, bool Agrees, bool Sure);
