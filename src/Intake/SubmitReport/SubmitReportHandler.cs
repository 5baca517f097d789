using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Keys;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Labelling;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.SubmitReport;

/// <summary>Labels, seals and stores one report. The form and the API both end here. The order is that of the way of one report: accepted means durable.</summary>
public sealed class SubmitReportHandler(
    Labeller labeller,
    RoutingData routing,
    MetadataScrubber scrubber,
    ISealedBlobs blobs,
    IDatabaseWriter writer,
    IDbContextFactory<ReportingDb> databases,
    RouterKeys routerKeys,
    ProtectedDesks protectedDesks,
    ReadyDesks readyDesks,
    Outbox outbox,
    Trust trust,
    Gates gates,
    TimeProvider clock)
{
    /// <summary>Starts a report whose files may come in before its words.</summary>
    public ReportDraft Begin()
    {
        var id = ReportId.New();
        return new ReportDraft(id, new FileReceiver(scrubber, blobs, trust.Instance, id));
    }

    /// <summary>Takes one file of a report whose receipt is known: it is sealed with the receipt's key.</summary>
    public Task ReceiveAsync(ReportDraft draft, Receipt receipt, Stream body, bool named, CancellationToken cancellationToken)
    {
        var reporter = draft.ReporterOf(receipt, trust.Instance);
        return draft.Files.ReceiveAsync(body, named, reporter, reporter.Vouch(draft.Id, draft.Keys), cancellationToken);
    }

    /// <summary>The answer given to an earlier sending with this receipt; null when there was none.</summary>
    public async Task<SubmittedReport?> FindAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        using var reporter = ReporterKey.From(receipt, trust.Instance);
        return await FindAsync(reporter, cancellationToken);
    }

    /// <summary>Stores the report. <paramref name="receipt"/> is also the key by which a repetition is recognised.</summary>
    public async Task<SubmitReportOutcome> HandleAsync(PlainReport plain, Receipt receipt, ReportDraft draft, CancellationToken cancellationToken)
    {
        var reporter = draft.ReporterOf(receipt, trust.Instance);
        using var place = await gates.Work.EnterAsync(cancellationToken);
        if (place is null)
        {
            return new SubmitReportOutcome.Busy();
        }

        if (!receipt.IsFresh && await FindAsync(reporter, cancellationToken) is { } first)
        {
            return new SubmitReportOutcome.Accepted(receipt, first);
        }

        var now = clock.GetUtcNow();
        var labels = labeller.Label(plain.Words, plain.Ticks, CoarseTime.Day(now));
        var recipients = routing.Router.Preview(labels);
        var protection = ProtectionRule.Of(labels);
        if (protection != Protection.None)
        {
            // The helpline and the Inspectorate patrol nowhere.
            labels = labels with { Sector = null };
        }

        var keys = draft.Decide(protection);
        var binding = new CaseBinding(trust.Instance, draft.Id, keys.Public, reporter.Public);
        var holder = await WrapAsync(keys, protection, binding, labels, cancellationToken);
        if (holder is null)
        {
            return new SubmitReportOutcome.Busy();
        }

        var submitted = new SubmittedReport(
            draft.Files.Files, recipients.Receive, recipients.OnlyTold, recipients.WillNotReceive, recipients.Barred, protection, recipients.Urgency,
            routing.Router.Waits(labels, await readyDesks.NowAsync(cancellationToken)));
        var rows = ReportRows.Build(plain, labels, submitted, draft, reporter, trust.Instance, holder, now, ProtectedDecision(routing, labels, holder));
        try
        {
            // Not cancelled with the request: once this runs, the blobs belong to what is being stored.
            draft.Files.Keep();
            await writer.WriteAsync((db, _) => Store(db, rows), CancellationToken.None);
            return new SubmitReportOutcome.Accepted(receipt, submitted);
        }
        catch (Exception fault) when (DatabaseErrors.IsUniqueViolation(fault))
        {
            // The same page sent twice at once: the other won. Its answer is the answer; our blobs are dropped.
            draft.Files.Drop();
            return await FindSoonAsync(reporter, cancellationToken) is { } other
                ? new SubmitReportOutcome.Accepted(receipt, other)
                : new SubmitReportOutcome.Busy();
        }
        catch (Exception fault) when (DatabaseErrors.IsStorageFull(fault))
        {
            draft.Files.Drop();
            return new SubmitReportOutcome.StorageFull();
        }
    }

    private Task<bool> Store(ReportingDb db, ReportRows rows)
    {
        db.Cases.Add(rows.Case);
        db.CaseItems.AddRange(rows.Items);
        if (rows.Grant is not null)
        {
            db.CaseGrants.Add(rows.Grant);
        }

        if (rows.Envelope is not null)
        {
            db.RouterEnvelopes.Add(rows.Envelope);
        }

        outbox.Add(db, OutboxKind.ReportSubmitted, rows.Case.Id, rows.Case.Urgency);
        return Task.FromResult(true);
    }

    /// <summary>The decision of a protected report, which is taken here because no router sees it; null for any other.</summary>
    internal static RoutingDecision? ProtectedDecision(RoutingData routing, ReportLabels labels, FirstHolder holder)
        => holder.Grant is not { } grant ? null
            : routing.Router.Route(labels, new DeskReadiness(grant.HolderKind == HolderKind.Desk ? new HashSet<string>(StringComparer.Ordinal) { grant.Holder } : new HashSet<string>(StringComparer.Ordinal)));

    /// <summary>Who holds the key from the first moment: the protected body, or the router for a few seconds. Null while the router has no key.</summary>
    private async Task<FirstHolder?> WrapAsync(CaseKeyPair keys, Protection protection, CaseBinding binding, ReportLabels labels, CancellationToken cancellationToken)
    {
        if (protection != Protection.None)
        {
            return new FirstHolder(protection, await protectedDesks.WrapAsync(keys, protection, binding, cancellationToken), null);
        }

        if (await routerKeys.CurrentAsync(cancellationToken) is not { } router)
        {
            return null;
        }

        return new FirstHolder(protection, null, new RouterEnvelope
        {
            CaseId = binding.Case.Value,
            Epoch = router.Epoch,

            // Threat: whoever holds the router's key learns more of the place than routing asks for.
            Sealed = keys.WrapToRouter(router, binding, (labels with { Sector = null }).ToBytes()),
        });
    }

    /// <summary>The other sending may stand in the same batch, whose commit is a moment away.</summary>
    private async Task<SubmittedReport?> FindSoonAsync(ReporterKey reporter, CancellationToken cancellationToken)
    {
        for (var wait = 5; wait <= 1280; wait *= 2)
        {
            if (await FindAsync(reporter, cancellationToken) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(wait), clock, cancellationToken);
        }

        return null;
    }

    private async Task<SubmittedReport?> FindAsync(ReporterKey reporter, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Cases.AsNoTracking().Where(c => c.ReceiptLookup == reporter.Lookup)
            .Select(c => new { c.Id, c.SealedOutcome }).FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : SubmittedReport.FromBytes(ReceiptOpener.OpenOutcome(reporter, ReportRows.OutcomeContext(trust.Instance, new ReportId(found.Id)), found.SealedOutcome));
    }
}
