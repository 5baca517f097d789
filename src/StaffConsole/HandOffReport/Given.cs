using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What goes along with a hand-off, in words. Said the same before it leaves and after.</summary>
public static class Given
{
    /// <summary>"The report's words, File 1 (JPG, 340 KB)".</summary>
    public static string Say(Texts texts, HandOffTerms terms, PlainReport? plain)
        => string.Join(", ", (terms.WithWords ? new[] { texts["staff.report.words"] } : [])
            .Concat((plain?.Files ?? []).Where(file => terms.Files.Contains(file.Id)).Select(file => File(texts, file))));

    /// <summary>"File 1 (JPG, 340 KB)": nobody chooses among numbers.</summary>
    public static string File(Texts texts, PlainFile file)
        => texts["staff.report.file", ("number", file.Number)]
            + (file.Header is { } header ? $" ({header.Extension.TrimStart('.').ToUpperInvariant()}, {FileSize.Say(header.Length)})" : "");

    /// <summary>"Must not get it: ..."; null when no limit was set.</summary>
    public static string? Limit(Texts texts, Names names, HandOffTerms? terms)
        => terms?.Withheld is { Count: > 0 } withheld ? texts["staff.handoff.withheld.says", ("desks", string.Join("; ", withheld.Select(names.Desk)))] : null;
}
