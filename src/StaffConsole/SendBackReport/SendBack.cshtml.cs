using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.SendBackReport;

/// <summary>Back to the desk it came from, with a note that says why: without one the two desks would only guess at each other.</summary>
public sealed class SendBackModel(
    ReportMove move, NoteSealer sealer, ReportOpener opener, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The desk it goes to; null when it cannot be sent back.</summary>
    public string? Desk { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var words = (Words ?? "").Trim().ReplaceLineEndings("\n");
        if (Wrong is not null || Desk is null || words.Length is 0 or > NoteModel.Longest)
        {
            return await AgainAsync(Wrong ?? (Desk is null ? "staff.sendback.not" : words.Length == 0 ? "staff.sendback.empty" : "staff.note.toolong"), cancellationToken);
        }

        if (await sealer.SealAsync(Staff, Access, new PlainNote(Staff.UserName, words), "note", cancellationToken) is not { } note)
        {
            return await AgainAsync("staff.altered", cancellationToken);
        }

        var outcome = await move.ToFirstAsync(
            Staff, Access, [Desk], SendBackRule.Done, SendBackRule.Reason,
            async (db, row, ct) =>
            {
                await note.AddAsync(db, row.Id, ct);
                db.Bounces.Add(new Bounce { Id = ReportId.New().Value, CaseId = row.Id, FromDesk = Access.Desk, Reason = SendBackRule.Reason, At = CoarseTime.Minute(time.GetUtcNow()) });
            },
            cancellationToken);
        return outcome.Desk is not null ? Gone("sent_back") : await AgainAsync("staff.move." + outcome.Why, cancellationToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await LoadReportAsync(opener, "read_reasons", cancellationToken) is { } plain)
        {
            await using var db = await Databases.CreateDbContextAsync(cancellationToken);
            Desk = await SendBackRule.HasSentAsync(db, Access.Report, Access.Desk, cancellationToken) ? null : SendBackRule.From(plain.Decision, Access.Desk);
        }
    }
}
