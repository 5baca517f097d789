using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Layout;

namespace ReportingService.StaffConsole.ReferReport;

/// <summary>
/// Records that the holder gave a report to a body outside. Nothing is sent from here and no key leaves: the record says to whom, why
/// and when, sealed to the case; the reporter reads that it was given on.
/// </summary>
public sealed class ReferModel(
    NoteSealer sealer, CaseChange changes, Audit audit, RoutingData routing, TimeProvider time, IDbContextFactory<ReportingDb> databases)
    : ReportActionModel(databases)
{
    [BindProperty]
    public string? Body { get; set; }

    [BindProperty]
    public string? Basis { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    /// <summary>As a date field sends it.</summary>
    [BindProperty]
    public string? Day { get; set; }

    public IReadOnlyList<string> Bodies => ReferralRule.BodiesFor(routing.Desks[Access.Desk].Domain);

    /// <summary>Whether copies go to the police and the inspectorate from here, on a page of their own.</summary>
    public bool HandsOff => routing.Desks[Access.Desk].Domain == KeyDomain.Helpline;

    /// <summary>Today in Kosovo: nothing is referred in the future.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Dates.Local(time.GetUtcNow()).Date);

    /// <summary>What stands in the date field.</summary>
    public string ShownDay => Day ?? Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var words = (Words ?? "").Trim().ReplaceLineEndings("\n");
        DateOnly? day = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        if ((words.Length > NoteModel.Longest ? "staff.note.toolong" : ReferralRule.WrongWith(routing.Desks[Access.Desk].Domain, Body, Basis, words, day, Today)) is { } wrong)
        {
            return await AgainAsync(wrong, cancellationToken);
        }

        var plain = new PlainNote(Staff.UserName, words, Referral: new PlainReferral(Body!, Basis!, day!.Value));
        if (await sealer.SealAsync(Staff, Access, plain, "refer", cancellationToken) is not { } note)
        {
            return await AgainAsync("staff.altered", cancellationToken);
        }

        var referred = await changes.MakeAsync(Access.Report, (db, row, ct) => StoreAsync(db, row, note, ct), cancellationToken);
        return referred ? Done("referred") : Not("ended");
    }

    private async Task<bool> StoreAsync(ReportingDb db, Case row, SealedNote note, CancellationToken cancellationToken)
    {
        if (row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn || row.HolderDesk != Access.Desk)
        {
            return false;
        }

        await note.AddAsync(db, row.Id, cancellationToken);
        row.State = ReportState.Referred;
        row.OwnerAccountId ??= Staff.AccountId;
        row.OwnedAt ??= CoarseTime.Minute(time.GetUtcNow());

        // The body stays out of the log, as the category does: it would tell what a restricted report is about.
        await audit.AppendAsync(db, Staff.Actor, "report_referred", row.AuditId.ToString("N"), "basis=" + Basis, cancellationToken);
        return true;
    }
}
