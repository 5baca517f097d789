using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>A note for the unit.</summary>
public sealed class NoteModel(NoteSealer sealer, CaseChange changes, Audit audit, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>Most characters of a note.</summary>
    public const int Longest = 10_000;

    [BindProperty]
    public string? Words { get; set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var words = (Words ?? "").Trim().ReplaceLineEndings("\n");
        if (words.Length is 0 or > Longest)
        {
            return await AgainAsync(words.Length == 0 ? "staff.note.empty" : "staff.note.toolong", cancellationToken);
        }

        if (await sealer.SealAsync(Staff, Access, new PlainNote(Staff.UserName, words), "note", cancellationToken) is not { } note)
        {
            return await AgainAsync("staff.altered", cancellationToken);
        }

        await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                await note.AddAsync(db, row.Id, ct);
                await audit.AppendAsync(db, Staff.Actor, "note_added", row.AuditId.ToString("N"), "desk=" + Access.Desk, ct);
                return true;
            },
            cancellationToken);
        return Done("noted");
    }
}
