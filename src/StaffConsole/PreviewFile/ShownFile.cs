using ReportingService.Core.Reports;

namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>A file as the report's page shows it.</summary>
/// <param name="Address">Where the whole file is.</param>
/// <param name="Number">Its number in the report, from 1.</param>
/// <param name="Header">What the sealed header says; null when it was altered.</param>
/// <param name="Previews">Whether this machine makes previews; otherwise the page shows the files themselves.</param>
public sealed record ShownFile(string Address, int Number, MediaHeader? Header, bool Previews);
