using ReportingService.StaffConsole.OpenReport;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What goes along with a hand-off, in words. Said the same before it leaves and after.</summary>
public static class Given
{
    /// <summary>"The report's words, File 1".</summary>
    public static string Say(Texts texts, HandOffTerms terms, PlainReport? plain)
        => string.Join(", ", (terms.WithWords ? new[] { texts["staff.report.words"] } : [])
            .Concat((plain?.Files ?? []).Where(file => terms.Files.Contains(file.Id)).Select(file => texts["staff.report.file", ("number", file.Number)])));
}
