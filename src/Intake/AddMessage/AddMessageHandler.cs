using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Keys;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.SubmitReport;
using ReportingService.Labelling;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>Adds what a reporter writes later. It is labelled first: words that its holder must not read go past it.</summary>
public sealed class AddMessageHandler(
    IDbContextFactory<ReportingDb> databases,
    IDatabaseWriter writer,
    MetadataScrubber scrubber,
    ISealedBlobs blobs,
    Labeller labeller,
    RoutingData routing,
    ProtectedDesks protectedDesks,
    Outbox outbox,
    Trust trust,
    ReceiptBudget budget,
    Gates gates,
    TimeProvider clock)
{
    private const int Attempts = 5;

    /// <summary>Starts an addition.</summary>
    public MessageDraft Begin() => new(databases, scrubber, blobs, trust, budget);

    /// <summary>Stores the addition. <paramref name="nonce"/> makes sending the same page twice one message.</summary>
    public async Task<AddMessageOutcome> HandleAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
    {
        if (draft.Refusal is { } refusal)
        {
            return refusal;
        }

        if (text.Length == 0 && draft.Files!.Files.Count == 0)
        {
            return new AddMessageOutcome.Nothing();
        }

        using var place = await gates.Work.EnterAsync(cancellationToken);
        if (place is null)
        {
            return new AddMessageOutcome.Busy();
        }

        try
        {
            var labels = text.Length > 0 ? labeller.Label(new PlainText(text, null), new ReportTicks()) : null;
            var excluded = labels is null ? null : LaterExclusion.Of(labels, routing.Desks);
            if (labels is not null && PassedWords.Of(text, labels, draft.Report!, await HoldersAsync(draft.Report!, cancellationToken), Barred(draft), routing.Desks) is { } passed)
            {
                // Threat: the files were sealed to the case that the unit complained of can open. They are not stored.
                await StoreProtectedAsync(draft, passed, excluded, text, nonce, cancellationToken);
                return new AddMessageOutcome.Added(
                    nonce, [.. draft.Files!.Files.Select(file => file with { Accepted = false, Code = FileCodes.NotToHolder, Removed = [] })], passed.Desk);
            }

            draft.Files!.Keep();
            await StoreAsync(draft, excluded, text, nonce);
            return new AddMessageOutcome.Added(HasMessage(draft, text) ? nonce : null, draft.Files.Files, null);
        }
        catch (Exception fault) when (DatabaseErrors.IsStorageFull(fault))
        {
            draft.Files!.Drop();
            return new AddMessageOutcome.StorageFull();
        }
    }

    /// <summary>The desk that holds the report and those it was lent to.</summary>
    private async Task<IReadOnlyList<string>> HoldersAsync(Case report, CancellationToken cancellationToken)
    {
        if (report.HolderDesk is not { } holding)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var holders = await db.CaseGrants.Where(grant => grant.CaseId == report.Id && grant.HolderKind == HolderKind.Desk)
            .Select(grant => grant.Holder).ToListAsync(cancellationToken);
        return [.. holders.Prepend(holding).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Files without words are a message as well: their sender must see that they arrived, the unit where they belong.</summary>
    private static bool HasMessage(MessageDraft draft, string text) => text.Length > 0 || draft.Files!.Sealed.Count > 0;

    /// <summary>Whom the reporter was told at the beginning that they will not get it: sealed to the receipt, which is at hand now.</summary>
    private IReadOnlyList<string> Barred(MessageDraft draft)
        => draft.Report!.SealedOutcome.Length == 0 ? []
            : SubmittedReport.FromBytes(ReceiptOpener.OpenOutcome(draft.Reporter!, ReportRows.OutcomeContext(trust.Instance, new ReportId(draft.Report.Id)), draft.Report.SealedOutcome)).WillNotReceive;

    private async Task StoreAsync(MessageDraft draft, LaterExclusion? excluded, string text, Guid nonce)
    {
        if (!HasMessage(draft, text))
        {
            return;
        }

        if (await ExistsAsync(nonce))
        {
            // The same page sent twice: seen here, the database need not refuse it and log the refusal. Twice at once, it still does.
            draft.Files!.Drop();
            return;
        }

        var report = draft.Report!;
        var id = new ReportId(report.Id);
        var bytes = new PlainMessageText(text, [.. draft.Files!.Sealed.Select(file => new SentFile(file.Item, file.MediaType, file.Length))]).ToBytes();
        var message = ReporterMessageSealer.Seal(draft.Reporter!, draft.Case!, new EnvelopeContext(trust.Instance, id, nonce, Purpose.Message), bytes);
        CryptographicOperations.ZeroMemory(bytes);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.WriteAsync((db, ct) => AppendAsync(db, id, message, nonce, draft, excluded, ct), CancellationToken.None);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // An officer changed the case at the same moment: take its new state and try again.
            }
            catch (Exception fault) when (DatabaseErrors.IsUniqueViolation(fault) && attempt < Attempts)
            {
                // Either this page was sent twice, or somebody took the same place in the order a moment earlier.
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), clock);
                if (await ExistsAsync(nonce))
                {
                    draft.Files!.Drop();
                    return;
                }
            }
        }
    }

    private async Task<bool> ExistsAsync(Guid message)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.CaseMessages.AnyAsync(m => m.Id == message);
    }

    private async Task AppendAsync(ReportingDb db, ReportId id, byte[] message, Guid nonce, MessageDraft draft, LaterExclusion? excluded, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var report = await db.Cases.AsTracking().SingleAsync(c => c.Id == id.Value, cancellationToken);
        var lastMessage = await db.CaseMessages.Where(m => m.CaseId == id.Value).MaxAsync(m => (int?)m.Seq, cancellationToken) ?? 0;
        db.CaseMessages.Add(new CaseMessage { Id = nonce, CaseId = id.Value, FromUnit = false, Sealed = message, Day = CoarseTime.Day(now), Seq = lastMessage + 1 });

        var last = await LastItemAsync(db, id, cancellationToken);
        db.CaseItems.AddRange(ReportRows.MediaItems(id, draft.Files!.Sealed, last + 1, now));
        if (excluded is not null)
        {
            db.CaseItems.Add(ReportRows.Exclusion(trust.Instance, draft.Reporter!, draft.Case!, excluded, last + 1 + draft.Files.Sealed.Count, now));
            report.EscalateTo = report.EscalateTo is { } above && excluded.All.Contains(above) ? null : report.EscalateTo;
        }

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

        report.LastActivityAt = CoarseTime.Minute(now);
        outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, report.HolderDesk ?? string.Empty);
    }

    private static async Task<int> LastItemAsync(ReportingDb db, ReportId id, CancellationToken cancellationToken)
        => await db.CaseItems.Where(i => i.CaseId == id.Value).MaxAsync(i => (int?)i.Seq, cancellationToken) ?? 0;

    /// <summary>
    /// Threat: the desk that the words name, or one around it, had no key, asks for one or is passed the report; its holder may not read the
    /// words and grants it. So whom they exclude is sealed to the first report, without the words.
    /// </summary>
    private async Task ExcludeAsync(ReportingDb db, MessageDraft draft, LaterExclusion excluded, CancellationToken cancellationToken)
    {
        var id = draft.Case!.Report;
        var last = await LastItemAsync(db, id, cancellationToken);
        db.CaseItems.Add(ReportRows.Exclusion(trust.Instance, draft.Reporter!, draft.Case, excluded, last + 1, clock.GetUtcNow()));
        await db.Cases.Where(c => c.Id == id.Value && excluded.All.Contains(c.EscalateTo!)).ExecuteUpdateAsync(c => c.SetProperty(row => row.EscalateTo, (string?)null), cancellationToken);
    }

    /// <summary>A second, protected case with the reporter's words; the reporter reads its answers with the same receipt.</summary>
    private async Task StoreProtectedAsync(MessageDraft draft, PassedWords passed, LaterExclusion? excluded, string text, Guid nonce, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(nonce))
        {
            return;
        }

        var (labels, protection) = (passed.Labels, passed.Protection);
        var id = ReportId.New();
        await using var part = new ReportDraft(id, new FileReceiver(scrubber, blobs, trust.Instance, id));
        var keys = part.Decide(protection);
        var binding = new CaseBinding(trust.Instance, id, keys.Public, draft.Reporter!.Public);
        var holder = new FirstHolder(protection, await protectedDesks.WrapAsync(keys, protection, binding, cancellationToken), null);
        var recipients = routing.Router.Preview(labels);
        var submitted = new SubmittedReport([], recipients.Receive, recipients.OnlyTold, recipients.WillNotReceive, recipients.Barred, protection, recipients.Urgency, Waits: false);
        var rows = ReportRows.Build(
            new PlainReport(new PlainText(text, null), new ReportTicks()), labels, submitted, part, draft.Reporter, trust.Instance,
            holder, clock.GetUtcNow(), SubmitReportHandler.ProtectedDecision(routing, labels, holder), RandomNumberGenerator.GetBytes(32));
        var bytes = new PlainMessageText(text, []).ToBytes();
        var message = ReporterMessageSealer.Seal(draft.Reporter, draft.Reporter.Vouch(id, keys), new EnvelopeContext(trust.Instance, id, nonce, Purpose.Message), bytes);
        CryptographicOperations.ZeroMemory(bytes);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.WriteAsync(
                    async (db, ct) =>
                    {
                        db.Cases.Add(rows.Case);
                        db.CaseItems.AddRange(rows.Items);
                        db.CaseGrants.Add(rows.Grant!);
                        db.CaseMessages.Add(new CaseMessage { Id = nonce, CaseId = id.Value, FromUnit = false, Sealed = message, Day = CoarseTime.Day(clock.GetUtcNow()), Seq = 1 });
                        if (excluded is not null)
                        {
                            await ExcludeAsync(db, draft, excluded, ct);
                        }

                        outbox.Add(db, OutboxKind.ReportSubmitted, id.Value, rows.Case.Urgency);
                        foreach (var desk in passed.Losing)
                        {
                            outbox.Add(db, OutboxKind.HolderExcluded, draft.Report!.Id, draft.Report.Urgency, desk);
                        }
                    },
                    CancellationToken.None);
                return;
            }
            catch (Exception fault) when (DatabaseErrors.IsUniqueViolation(fault) && attempt < Attempts)
            {
                // The same page sent twice: the first sending stands. Or somebody took the same place among the first report's items.
                if (await ExistsAsync(nonce))
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), clock);
            }
        }
    }
}
