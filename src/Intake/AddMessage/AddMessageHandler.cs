using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.SubmitReport;
using ReportingService.Labelling;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>Adds what a reporter writes later. It is labelled first: words that its holder must not read go past it.</summary>
public sealed class AddMessageHandler(
    IDbContextFactory<ReportingDb> databases,
    AdditionWriter additions,
    SentBefore before,
    MetadataScrubber scrubber,
    ISealedBlobs blobs,
    Labeller labeller,
    RoutingData routing,
    Trust trust,
    ReceiptBudget budget,
    Gates gates,
    TimeProvider clock)
{
    private const int Attempts = 6;

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

        var labels = text.Length > 0 ? labeller.LabelLater(new PlainText(text, null)) : null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AddAsync(draft, text, labels, nonce, cancellationToken);
            }
            catch (Exception fault) when (attempt < Attempts && (fault is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(fault)))
            {
                // An officer changed the report in the same moment, or somebody took the same place in its order, or this page was sent twice.
                draft.Files!.Drop();
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), clock, CancellationToken.None);
            }
            catch (Exception fault) when (DatabaseErrors.IsStorageFull(fault))
            {
                draft.Files!.Drop();
                return new AddMessageOutcome.StorageFull();
            }
        }
    }

    private async Task<AddMessageOutcome> AddAsync(MessageDraft draft, string text, ReportLabels? labels, Guid nonce, CancellationToken cancellationToken)
    {
        if (await before.FindAsync(draft, text, nonce, cancellationToken) is { } stored)
        {
            if (stored.Same)
            {
                return new AddMessageOutcome.Added(nonce, stored.In.Id == draft.Report!.Id ? draft.Files!.Files : NotToHolder(draft), stored.In.Id == draft.Report.Id ? null : stored.In.NamedDesk);
            }

            // Threat: the page was sent again with more on it, and what was added is thrown away and called sent.
            nonce = ReportId.New().Value;
        }

        // Files may have come for minutes since the receipt did: the report has moved, or ended.
        var parts = await PartsAsync(draft, cancellationToken);
        var target = parts.SingleOrDefault(part => part.Id == draft.Report!.Id);
        if (target is null or { State: ReportState.Closed or ReportState.Withdrawn })
        {
            return new AddMessageOutcome.Ended();
        }

        var emergency = labels is { Urgency: Urgency.Emergency };
        var others = await OthersAsync(draft, parts, labels, cancellationToken);
        if (labels is not null && PassedWords.Of(text, labels, target, await HoldersAsync(target, cancellationToken), Barred(draft), routing.Desks) is { } passed)
        {
            // Threat: the files were sealed to the case that the unit complained of can open. They are not stored.
            await PassAsync(new Addition(draft, text, nonce, [.. Own(target, passed.Losing), .. others], emergency), target, parts, passed, cancellationToken);
            return new AddMessageOutcome.Added(nonce, NotToHolder(draft), passed.Desk) { Emergency = emergency };
        }

        if (text.Length == 0 && draft.Files!.Sealed.Count == 0)
        {
            return new AddMessageOutcome.Added(null, draft.Files.Files, null);
        }

        // Files without words are a message as well: their sender must see that they arrived, the unit where they belong.
        draft.Files!.Keep();
        await additions.StoreAsync(new Addition(draft, text, nonce, [.. Own(target, []), .. others], emergency), target);
        return new AddMessageOutcome.Added(nonce, draft.Files.Files, null) { Emergency = emergency };

        IEnumerable<ExcludedPart> Own(Case part, IReadOnlyList<string> losing)
            => labels is not null && LaterExclusion.Of(labels, routing.Desks) is { } excluded ? [new ExcludedPart(part, draft.Case!, excluded, losing)] : [];
    }

    /// <summary>To the body's own part, where it has one: what the same reporter wrote stands together. Else as a part of its own.</summary>
    private Task PassAsync(Addition addition, Case target, IReadOnlyList<Case> parts, PassedWords passed, CancellationToken cancellationToken)
    {
        var domain = ProtectedBody.Of(passed.Protection).Domain;
        return ReportParts.Open(parts).FirstOrDefault(part => part.Domain == domain && part.Id != target.Id) is { } body
            ? additions.StoreAsync(addition, body)
            : additions.StoreProtectedAsync(addition, target, passed, cancellationToken);
    }

    private static List<ReceivedFile> NotToHolder(MessageDraft draft) => [.. draft.Files!.Files.Select(file => file with { Accepted = false, Code = FileCodes.NotToHolder, Removed = [] })];

    /// <summary>The parts of the report as they are now; those that the receipt vouched for, the first one first.</summary>
    private async Task<List<Case>> PartsAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        var ids = draft.Parts.Select(part => part.Id).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Cases.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => ids.IndexOf(row.Id))];
    }

    /// <summary>The desk that holds the part and those it was lent to.</summary>
    private async Task<IReadOnlyList<string>> HoldersAsync(Case part, CancellationToken cancellationToken)
    {
        if (part.HolderDesk is not { } holding)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var holders = await db.CaseGrants.Where(grant => grant.CaseId == part.Id && grant.HolderKind == HolderKind.Desk)
            .Select(grant => grant.Holder).ToListAsync(cancellationToken);
        return [.. holders.Prepend(holding).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The parts that these words are not for, and what they do to each. Threat: told to the helpline alone that somebody's cousin is at a
    /// station, that station keeps, or is lent, what the police have.
    /// </summary>
    private async Task<IReadOnlyList<ExcludedPart>> OthersAsync(MessageDraft draft, IReadOnlyList<Case> parts, ReportLabels? labels, CancellationToken cancellationToken)
    {
        if (labels is null || parts.Count == 1 || LaterExclusion.OfNamed(labels, routing.Desks) is not { } named)
        {
            return [];
        }

        List<ExcludedPart> others = [];
        foreach (var part in parts.Where(part => part.Id != draft.Report!.Id))
        {
            others.Add(new ExcludedPart(
                part, ReporterCases.Vouch(draft.Reporter!, part)!, named, PassedWords.LosingOf(part, await HoldersAsync(part, cancellationToken), named.All, routing.Desks)));
        }

        return others;
    }

    /// <summary>Whom the reporter was told at the beginning that they will not get it: sealed to the receipt, which is at hand now.</summary>
    private IReadOnlyList<string> Barred(MessageDraft draft)
        => draft.Parts[0] is not { SealedOutcome.Length: > 0 } first ? []
            : SubmittedReport.FromBytes(ReceiptOpener.OpenOutcome(draft.Reporter!, ReportRows.OutcomeContext(trust.Instance, new ReportId(first.Id)), first.SealedOutcome)).WillNotReceive;
}
