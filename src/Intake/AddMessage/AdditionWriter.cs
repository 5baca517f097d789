using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.Keys;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.SubmitReport;
using ReportingService.Labelling;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>
/// Stores an addition in one transaction with everything that follows from it. Threat: between reading who holds a report and storing what
/// excludes a desk, the report is passed to that desk; or it ends. So every row that was decided on is looked at again and touched, and the
/// one of two who comes second begins again.
/// </summary>
public sealed class AdditionWriter(
    IDatabaseWriter writer, MetadataScrubber scrubber, ISealedBlobs blobs, RoutingData routing, ProtectedDesks protectedDesks, Outbox outbox, Trust trust, TimeProvider clock)
{
    /// <summary>Appends the message to a part, as just read. Files only to the part that they were sealed to.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody changed one of the parts since they were read.</exception>
    public async Task StoreAsync(Addition addition, PartAsRead target)
    {
        var files = target.Row.Id == addition.Draft.Report!.Id ? addition.Draft.Files!.Sealed : [];
        var to = ReporterCases.Vouch(addition.Draft.Reporter!, target.Row)!;
        var message = Seal(addition, to, new PlainMessageText(addition.Text, [.. files.Select(file => new SentFile(file.Item, file.MediaType, file.Length))]));
        await writer.WriteAsync(
            async (db, ct) =>
            {
                await AppendAsync(db, addition, message, files, await UnchangedAsync(db, target, ct), ct);
                await ExcludeAsync(db, addition, ct);
            },
            CancellationToken.None);
    }

    /// <summary>A second, protected part with the reporter's words; the reporter reads its answers with the same receipt.</summary>
    /// <param name="target">The part that they were meant for, as just read.</param>
    /// <exception cref="DbUpdateConcurrencyException">As <see cref="StoreAsync"/>.</exception>
    public async Task StoreProtectedAsync(Addition addition, PartAsRead target, PassedWords passed, CancellationToken cancellationToken)
    {
        var (draft, labels, protection) = (addition.Draft, passed.Labels, passed.Protection);
        var id = ReportId.New();
        await using var part = new ReportDraft(id, new FileReceiver(scrubber, blobs, trust.Instance, id));
        var keys = part.Decide(protection);
        var binding = new CaseBinding(trust.Instance, id, keys.Public, draft.Reporter!.Public);
        var holder = new FirstHolder(protection, await protectedDesks.WrapAsync(keys, protection, binding, cancellationToken), null);
        var recipients = routing.Router.Preview(labels);
        var submitted = new SubmittedReport([], recipients.Receive, recipients.OnlyTold, recipients.WillNotReceive, recipients.Barred, protection, recipients.Urgency, Waits: false);
        var rows = ReportRows.Build(
            new PlainReport(new PlainText(addition.Text, null), new ReportTicks()), labels, submitted, part, draft.Reporter, trust.Instance,
            holder, clock.GetUtcNow(), SubmitReportHandler.ProtectedDecision(routing, labels, holder), RandomNumberGenerator.GetBytes(32));
        var message = Seal(addition, draft.Reporter.Vouch(id, keys), new PlainMessageText(addition.Text, []));
        await writer.WriteAsync(
            async (db, ct) =>
            {
                await UnchangedAsync(db, target, ct);
                db.Cases.Add(rows.Case);
                db.CaseItems.AddRange(rows.Items);
                db.CaseGrants.Add(rows.Grant!);
                db.CaseMessages.Add(new CaseMessage { Id = addition.Nonce, CaseId = id.Value, FromUnit = false, Sealed = message, Day = CoarseTime.Day(clock.GetUtcNow()), Seq = 1 });
                outbox.Add(db, OutboxKind.ReportSubmitted, id.Value, rows.Case.Urgency);
                await ExcludeAsync(db, addition, ct);
            },
            CancellationToken.None);
    }

    private byte[] Seal(Addition addition, VouchedCase to, PlainMessageText said)
    {
        var bytes = said.ToBytes();
        var message = ReporterMessageSealer.Seal(addition.Draft.Reporter!, to, new EnvelopeContext(trust.Instance, to.Report, addition.Nonce, Purpose.Message), bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return message;
    }

    /// <summary>The row, if nothing that was decided on has changed. Touched, so that whoever gives a key in the same moment begins again.</summary>
    private static async Task<Case> UnchangedAsync(ReportingDb db, PartAsRead read, CancellationToken cancellationToken)
    {
        var row = await db.Cases.AsTracking().SingleOrDefaultAsync(candidate => candidate.Id == read.Row.Id, cancellationToken);
        if (row is null || (row.State is ReportState.Closed or ReportState.Withdrawn) != (read.Row.State is ReportState.Closed or ReportState.Withdrawn)
            || (row.HolderDesk, row.NamedDesk, row.Domain) != (read.Row.HolderDesk, read.Row.NamedDesk, read.Row.Domain)
            || !(await PartAsRead.HoldersAsync(db, row, cancellationToken)).SequenceEqual(read.Holders))
        {
            throw new DbUpdateConcurrencyException("The report has changed.");
        }

        db.Entry(row).Property(one => one.LastActivityAt).IsModified = true;
        return row;
    }

    private async Task AppendAsync(ReportingDb db, Addition addition, byte[] message, IReadOnlyList<SealedFile> files, Case report, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lastMessage = await db.CaseMessages.Where(m => m.CaseId == report.Id).MaxAsync(m => (int?)m.Seq, cancellationToken) ?? 0;
        db.CaseMessages.Add(new CaseMessage { Id = addition.Nonce, CaseId = report.Id, FromUnit = false, Sealed = message, Day = CoarseTime.Day(now), Seq = lastMessage + 1 });
        db.CaseItems.AddRange(ReportRows.MediaItems(new ReportId(report.Id), files, await NextItemAsync(db, report.Id, cancellationToken), now));
        if (report.State is ReportState.Opened or ReportState.Accepted or ReportState.Referred)
        {
            // Words after "accept" are as unread as an answer. Who reads them gives the state back. One not yet opened is unread anyway.
            report.StateOnceRead = report.State;
            report.State = ReportState.Answered;
        }
        else if (report.State == ReportState.Question)
        {
            report.State = ReportState.Answered;
        }

        if (addition.Emergency && report.Urgency < Urgency.Emergency)
        {
            // Threat: "he is at the door with a knife" beneath a theft that somebody took last week: nobody hears of it. It alarms as if nobody
            // had it yet. Never lowered.
            report.Urgency = Urgency.Emergency;
            report.OwnerAccountId = null;
            report.OwnedAt = null;
            report.AlarmedAt = null;
        }

        report.LastActivityAt = CoarseTime.Minute(now);
        outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, report.HolderDesk ?? string.Empty);
    }

    /// <summary>
    /// Threat: the desk that the words name, or one around it, had no key, asks for one or is passed the report; its holder may not read the
    /// words and grants it. So whom they exclude is sealed to every part that came before, without the words.
    /// </summary>
    private async Task ExcludeAsync(ReportingDb db, Addition addition, CancellationToken cancellationToken)
    {
        foreach (var part in addition.Excluding)
        {
            var row = db.Cases.Local.FirstOrDefault(one => one.Id == part.Part.Row.Id) ?? await UnchangedAsync(db, part.Part, cancellationToken);
            db.CaseItems.Add(ReportRows.Exclusion(
                trust.Instance, addition.Draft.Reporter!, part.Case, part.Excluded, await NextItemAsync(db, row.Id, cancellationToken), clock.GetUtcNow()));
            row.EscalateTo = row.EscalateTo is { } above && part.Excluded.All.Contains(above) ? null : row.EscalateTo;
            foreach (var desk in part.Losing)
            {
                outbox.Add(db, OutboxKind.HolderExcluded, row.Id, row.Urgency, desk);
            }
        }
    }

    /// <summary>The next place in the order of a part's items, after those that this addition has added already.</summary>
    private static async Task<int> NextItemAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
    {
        var stored = await db.CaseItems.Where(item => item.CaseId == report).MaxAsync(item => (int?)item.Seq, cancellationToken) ?? 0;
        return db.CaseItems.Local.Where(item => item.CaseId == report).Select(item => item.Seq).Append(stored).Max() + 1;
    }
}
