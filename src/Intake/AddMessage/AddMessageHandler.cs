using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.OpenReceipt;
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
    private const int Attempts = 12;

    /// <summary>Starts an addition.</summary>
    public MessageDraft Begin() => new(databases, scrubber, blobs, trust, budget);

    /// <summary>Stores the addition. <paramref name="nonce"/> makes sending the same page twice one message.</summary>
    public async Task<AddMessageOutcome> HandleAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
    {
        if (draft.Refusal is { } refusal)
        {
            // A receipt that opens nothing has sent nothing: guessing receipts takes no place of those who work.
            return draft.Parts.Count == 0 ? refusal : await FindSentAsync(draft, text, nonce, cancellationToken) ?? refusal;
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
            catch (Exception fault) when (fault is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(fault))
            {
                // An officer changed the report in the same moment, or somebody took the same place in its order, or this page was sent twice.
                draft.Files!.Drop();
                if (attempt == Attempts)
                {
                    return new AddMessageOutcome.Busy();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(5, 30 * attempt)), clock, CancellationToken.None);
            }
            catch (Exception fault) when (DatabaseErrors.IsStorageFull(fault))
            {
                draft.Files!.Drop();
                return new AddMessageOutcome.StorageFull();
            }
        }
    }

    /// <summary>
    /// What the same page sent before has come to; null where it was not. Threat: a reply is sent twice by a double press, the first sending
    /// took the part from whoever had it, and the second one, alone seen, says that nothing was sent.
    /// </summary>
    public async Task<AddMessageOutcome?> FindSentAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
    {
        using var place = await gates.Work.EnterAsync(cancellationToken);
        return place is null ? new AddMessageOutcome.Busy() : await SentAsync(draft, text, nonce, cancellationToken);
    }

    private async Task<AddMessageOutcome?> SentAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
        => await before.FindAsync(draft, text, nonce, cancellationToken) is { Same: true } sent
            ? new AddMessageOutcome.Added(nonce, sent.Files, sent.Moved ? ProtectedBody.Of(sent.In.Domain)?.Desk : null)
            {
                Emergency = text.Length > 0 && labeller.LabelLater(new PlainText(text, null)).Urgency == Urgency.Emergency,
            }
            : null;

    private async Task<AddMessageOutcome> AddAsync(MessageDraft draft, string text, ReportLabels? labels, Guid nonce, CancellationToken cancellationToken)
    {
        // Files may have come for minutes since the receipt did: the report has moved, or ended.
        var parts = await PartsAsync(draft, cancellationToken);
        var target = parts.SingleOrDefault(part => part.Row.Id == draft.Report!.Id);
        if (target is null or { Row.State: ReportState.Closed or ReportState.Withdrawn })
        {
            return await SentAsync(draft, text, nonce, cancellationToken) ?? new AddMessageOutcome.Ended();
        }

        var passed = labels is null ? null : PassedWords.Of(text, labels, target.Row, target.Holders, Barred(draft), routing.Desks);
        var body = passed is null ? target.Row.Domain : ProtectedBody.Of(passed.Protection).Domain;
        var emergency = labels is { Urgency: Urgency.Emergency };
        var outcome = new AddMessageOutcome.Added(nonce, passed is null ? draft.Files!.Files : SentBefore.NotToHolder(draft), passed?.Desk) { Emergency = emergency };
        if (await before.FindAsync(draft, text, nonce, cancellationToken) is { } stored)
        {
            if (stored.Same && stored.In.Domain == body)
            {
                return outcome;
            }

            // Threat: the page was sent again with more on it, or to somebody else, and that is thrown away and called sent.
            outcome = outcome with { Message = nonce = ReportId.New().Value };
        }

        if (text.Length == 0 && draft.Files!.Sealed.Count == 0)
        {
            return outcome with { Message = null };
        }

        var addition = new Addition(draft, text, nonce, Excluding(draft, parts, target, labels, passed), emergency);
        if (passed is not null)
        {
            // Threat: the files were sealed to the case that the unit complained of can open. They are not stored.
            await PassAsync(addition, target, parts, passed, cancellationToken);
            return outcome;
        }

        // Files without words are a message as well: their sender must see that they arrived, the unit where they belong.
        draft.Files!.Keep();
        await additions.StoreAsync(addition, target);
        return outcome;
    }

    /// <summary>To the body's own part, where it has one: what the same reporter wrote stands together. Else as a part of its own.</summary>
    private Task PassAsync(Addition addition, PartAsRead target, IReadOnlyList<PartAsRead> parts, PassedWords passed, CancellationToken cancellationToken)
    {
        var domain = ProtectedBody.Of(passed.Protection).Domain;
        var body = ReportParts.Open([.. parts.Select(part => part.Row)]).FirstOrDefault(part => part.Domain == domain && part.Id != target.Row.Id);
        return body is not null
            ? additions.StoreAsync(addition, parts.Single(part => part.Row.Id == body.Id))
            : additions.StoreProtectedAsync(addition, target, passed, cancellationToken);
    }

    /// <summary>
    /// Whom the words exclude from which part. Threat: told to the helpline alone that somebody's cousin is at a station, that station keeps,
    /// or is lent, what the police have.
    /// </summary>
    private IReadOnlyList<ExcludedPart> Excluding(MessageDraft draft, IReadOnlyList<PartAsRead> parts, PartAsRead target, ReportLabels? labels, PassedWords? passed)
    {
        if (labels is null)
        {
            return [];
        }

        List<ExcludedPart> excluding = [];
        if (LaterExclusion.Of(labels, routing.Desks) is { } excluded)
        {
            excluding.Add(new ExcludedPart(target, draft.Case!, excluded, passed?.Losing ?? []));
        }

        if (LaterExclusion.OfNamed(labels, routing.Desks) is { } named)
        {
            excluding.AddRange(parts.Where(part => part != target).Select(part => new ExcludedPart(
                part, ReporterCases.Vouch(draft.Reporter!, part.Row)!, named, PassedWords.LosingOf(part.Row, part.Holders, named.All, routing.Desks))));
        }

        return excluding;
    }

    /// <summary>The parts of the report as they are now, the first one first: since the receipt came another reply may have made one.</summary>
    private async Task<List<PartAsRead>> PartsAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        List<PartAsRead> parts = [];
        foreach (var row in await ReporterCases.VouchedAsync(db, draft.Reporter!, cancellationToken))
        {
            parts.Add(new PartAsRead(row, await PartAsRead.HoldersAsync(db, row, cancellationToken)));
        }

        return parts;
    }

    /// <summary>Whom the reporter was told at the beginning that they will not get it: sealed to the receipt, which is at hand now.</summary>
    private IReadOnlyList<string> Barred(MessageDraft draft)
        => draft.Parts[0] is not { SealedOutcome.Length: > 0 } first ? []
            : SubmittedReport.FromBytes(ReceiptOpener.OpenOutcome(draft.Reporter!, ReportRows.OutcomeContext(trust.Instance, new ReportId(first.Id)), first.SealedOutcome)).WillNotReceive;
}
