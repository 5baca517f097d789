using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>A note for the unit, sealed with the case's own key, so that only a holder can have written it. The reporter never sees it.</summary>
public sealed class NoteModel(CaseKeyOpener opener, CaseChange changes, Audit audit, Trust trust, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
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

        var id = ReportId.New().Value;
        var plain = new PlainNote(Staff.UserName, words).ToBytes();
        byte[] envelope;
        try
        {
            using var key = await opener.OpenForAsync(Staff, Access, "note", cancellationToken);
            envelope = HolderItemSealer.Seal(key, new EnvelopeContext(trust.Instance, Access.Report, id, Purpose.Note), plain);
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(Staff, Access, "note", cancellationToken);
            return await AgainAsync("staff.altered", cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                db.CaseItems.Add(new CaseItem
                {
                    Id = id,
                    CaseId = row.Id,
                    Kind = CaseItemKind.Note,
                    Sealed = envelope,
                    Seq = await CaseChange.NextItemAsync(db, row.Id, ct),
                    AddedAt = CoarseTime.HalfDay(time.GetUtcNow()),
                });
                await audit.AppendAsync(db, Staff.Actor, "note_added", row.AuditId.ToString("N"), "desk=" + Access.Desk, ct);
                return true;
            },
            cancellationToken);
        return Done("noted");
    }
}
