using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.ReturnFromQuarantine;

/// <summary>A report in quarantine that is none: it goes to the desk it should have come to, with the time it arrived.</summary>
public sealed class NotSpamModel(ReportMove move, ReportOpener opener, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>The desk that holds what looks like nothing.</summary>
    public const string Quarantine = "SPAM";

    /// <summary>What a reader may say it is about. An emergency is what its words and ticks say, not a category to choose.</summary>
    public static IReadOnlyList<Category> Categories { get; } = [.. Enum.GetValues<Category>().Where(category => category is not (Core.Vocabulary.Category.Spam or Core.Vocabulary.Category.Emergency))];

    [BindProperty]
    public string? Category { get; set; }

    /// <summary>Why it is here, as the decision says.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Access.Desk != Quarantine)
        {
            return NotFound();
        }

        await LoadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Access.Desk != Quarantine)
        {
            return NotFound();
        }

        Category? category = Codes.TryParse<Category>(Category, out var known) && Categories.Contains(known) ? known : null;
        if (category is null && Category != "unknown")
        {
            await LoadAsync(cancellationToken);
            return await AgainAsync("staff.notspam.choose", cancellationToken);
        }

        var outcome = await move.RouteAnewAsync(
            Staff, Access, labels => labels with { Category = category, CategorySource = LabelSource.Reader }, "report_not_spam", "not_spam", cancellationToken);
        if (outcome.Desk is not null)
        {
            return Gone("notspam");
        }

        await LoadAsync(cancellationToken);
        return await AgainAsync("staff.move." + outcome.Why, cancellationToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
        => Reasons = (await LoadReportAsync(opener, "read_reasons", cancellationToken))?.Decision?.Reasons ?? [];
}
