using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>Opens what a receipt opens.</summary>
public sealed class OpenReceiptHandler(IDbContextFactory<ReportingDb> databases, ReadyDesks readyDesks, Trust trust, TimeProvider clock)
{
    /// <summary>Reads the standing of the report of a typed receipt.</summary>
    public async Task<OpenReceiptOutcome> HandleAsync(string? typed, CancellationToken cancellationToken)
    {
        var reading = Receipt.Read(typed);
        if (reading is ReceiptReading.Mistyped mistyped)
        {
            return new OpenReceiptOutcome.Mistyped(mistyped);
        }

        using var receipt = ((ReceiptReading.Good)reading).Receipt;
        using var reporter = ReporterKey.From(receipt, trust.Instance);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var cases = await ReporterCases.FindAsync(db, reporter, track: false, cancellationToken);
        if (cases.Count == 0)
        {
            return new OpenReceiptOutcome.Unknown();
        }

        List<PlainThreadMessage> thread = [];
        var altered = 0;
        List<Case> parts = [];
        List<Case> asking = [];
        foreach (var report in cases)
        {
            if (ReporterCases.Vouch(reporter, report) is not { } key)
            {
                // Threat: an exchanged case key. Its owner could write in the unit's name; nothing of it is shown.
                altered++;
                continue;
            }

            var messages = await db.CaseMessages.AsNoTracking().Where(m => m.CaseId == report.Id).OrderBy(m => m.Seq).ToListAsync(cancellationToken);
            var opened = messages.Select(message => Open(reporter, key, report, message)).OfType<PlainThreadMessage>().ToList();
            altered += messages.Count - opened.Count;
            thread.AddRange(opened);
            parts.Add(report);
            if (opened is [.., { FromUnit: true }])
            {
                asking.Add(report);
            }
        }

        var open = ReportParts.Open(parts);

        var ready = (await readyDesks.NowAsync(cancellationToken)).ReadyDesks;
        var shown = ReportParts.Shown(cases);
        var waits = WaitingReports.Waits(shown, ready) || await RecusedReports.HasNoReaderAsync(db, shown.Id, cancellationToken);
        return new OpenReceiptOutcome.Opened(Standing(shown, waits, [.. thread.OrderBy(message => message.Day)], altered, [.. open.Select(part => part.Domain)], open.FirstOrDefault(asking.Contains)?.Domain) with
        {
            OtherParts = [.. open.Where(part => part.Id != shown.Id).Select(part => (part.Domain, IsRead(part)))],
        });
    }

    /// <summary>Whether a person has read everything of a part.</summary>
    private static bool IsRead(Case part) => part.State is not (ReportState.Received or ReportState.Routed or ReportState.Answered);

    private ReportStanding Standing(Case report, bool waits, IReadOnlyList<PlainThreadMessage> thread, int altered, IReadOnlyList<KeyDomain> readers, KeyDomain? asked)
    {
        var withdrawn = report.State == ReportState.Withdrawn;
        var ended = withdrawn || report.State == ReportState.Closed;
        return new ReportStanding(
            report.State,
            thread,
            readers,
            CanWithdraw: readers.Count > 0 || !ended,
            CanUndo: withdrawn && (report.DeleteAfter is null || clock.GetUtcNow() < report.DeleteAfter),
            withdrawn && report.DeleteAfter is { } end ? CoarseTime.Day(end.AddTicks(-1)) : null,
            report.Urgency,
            altered,
            waits,
            report.Domain == KeyDomain.Helpline,
            report.StateOnceRead,
            report.State == ReportState.Closed ? Outcomes.ForReporter(report.Outcome) : null,
            asked,
            report.State is ReportState.Received or ReportState.Routed && TakingClock.Of(report.Urgency) is { } allowed && clock.GetUtcNow() - report.CreatedAt > allowed);
    }

    private PlainThreadMessage? Open(ReporterKey reporter, VouchedCase theCase, Case report, CaseMessage message)
    {
        try
        {
            var plain = ReceiptOpener.OpenMessage(
                reporter, theCase, new EnvelopeContext(trust.Instance, new ReportId(report.Id), message.Id, Purpose.Message), message.Sealed);
            var said = PlainMessageText.Read(plain.Content);
            return new PlainThreadMessage(message.Id, plain.From == MessageSender.Unit, report.Domain, said.Text, message.Day, said.Files);
        }
        catch (SealBrokenException)
        {
            // Threat: a forged or moved message. What nobody proves to have written is not shown, only that it was there.
            return null;
        }
    }
}
