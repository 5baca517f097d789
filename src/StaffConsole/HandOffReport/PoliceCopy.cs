using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// A second case that holds copies of the handed-off items under a key of its own. The helpline's key never leaves its
/// domain, and the police case has no way to the reporter: questions go through the helpline.
/// </summary>
public sealed class PoliceCopy(ISealedBlobs blobs, Trust trust, RoutingData routing, TimeProvider time)
{
    /// <summary>Seals the copies, and with them <paramref name="why"/> they were handed on; the rows are the caller's to store in one transaction.</summary>
    public async Task<IReadOnlyList<object>> MakeAsync(
        CaseKey helpline, PlainReport plain, IReadOnlyList<CaseItem> media, Case original, HandOffTerms terms, PlainNote why, VerifiedUnitKey desk, Desk directory, CancellationToken cancellationToken)
    {
        var id = ReportId.New();
        using var keys = CaseKeyPair.Create(Protection.None);

        // The copies' author is a receipt that nobody was given: its key is zeroed here, and nobody can add to them in its name.
        using var receipt = Receipt.Mint();
        using var nobody = ReporterKey.From(receipt, trust.Instance);
        var theCase = nobody.Vouch(id, keys);
        var binding = new CaseBinding(trust.Instance, id, keys.Public, nobody.Public);
        using var key = CaseKey.OfFresh(keys, binding);
        var now = time.GetUtcNow();
        List<object> rows = [];
        var seq = 0;

        CaseItem Seal(CaseItemKind kind, Purpose purpose, byte[] bytes)
        {
            var item = ReportId.New().Value;
            var place = new EnvelopeContext(trust.Instance, id, item, purpose);
            var envelope = purpose is Purpose.Decision or Purpose.Note ? HolderItemSealer.Seal(key, place, bytes) : ReporterItemSealer.Seal(nobody, theCase, place, bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return new CaseItem { Id = item, CaseId = id.Value, Kind = kind, Sealed = envelope, SizeBucket = envelope.Length, Seq = seq++, AddedAt = CoarseTime.HalfDay(now) };
        }

        rows.Add(Row(id, keys.Public, nobody.Public, original, desk, directory, now));
        rows.Add(new CaseGrant
        {
            CaseId = id.Value,
            HolderKind = HolderKind.Desk,
            Holder = desk.Desk,
            Epoch = desk.Epoch,
            Domain = desk.Domain,
            WrappedKey = keys.WrapToDesk(desk, binding),
        });
        rows.Add(new RoutingRecord { CaseId = id.Value, RuleVersion = "hand_off", DecidedAt = CoarseTime.Minute(now) });
        if (terms.WithWords && plain.Words is { } words)
        {
            rows.Add(Seal(CaseItemKind.Text, Purpose.Text, PlainTextFormat.Write(words)));
            if (plain.Labels is { } labels)
            {
                // Decision 0017: the copy carries no more of the place than was agreed.
                rows.Add(Seal(CaseItemKind.Labels, Purpose.Labels, (labels with { Sector = null }).ToBytes()));
            }
        }

        rows.Add(Seal(CaseItemKind.Note, Purpose.Note, why.ToBytes()));
        rows.Add(Seal(CaseItemKind.Decision, Purpose.Decision, RoutingDecisionFormat.Write(Decision(plain, original, terms, directory))));
        foreach (var item in media.Where(item => terms.Files.Contains(item.Id)))
        {
            rows.Add(await CopyAsync(helpline, item, nobody, theCase, seq++, now, cancellationToken));
        }

        return rows;
    }

    /// <summary>
    /// Units that must not get it: those the reporter complains of or refused by name, with everyone near them, and those that a decision
    /// excluded for any other reason. That no police were wanted at all is what consent or danger lifts.
    /// </summary>
    public static IReadOnlyList<string> Refused(PlainReport plain, DeskDirectory desks)
    {
        var decided = plain.Decisions.SelectMany(decision => decision.ExcludedUnits);
        var later = plain.Later.SelectMany(words => words.OfSubjects);
        return plain.Labels is not { } labels
            ? [.. decided.Concat(later).Distinct(StringComparer.Ordinal)]
            : [.. decided.Except(Exclusion.Of(labels, desks)).Concat(Exclusion.OfSubjects(labels, desks)).Concat(labels.ConcernedUnits).Concat(labels.RefusedUnits).Concat(later).Distinct(StringComparer.Ordinal)];
    }

    private RoutingDecision Decision(PlainReport plain, Case original, HandOffTerms terms, Desk directory) => new(
        directory.Unit, directory.Code, directory.Code, directory.Domain, Protection.None, original.Urgency, Restricted: true, [], [], [.. Refused(plain, routing.Desks).Union(terms.Withheld ?? [])],
        "helpline", "hand_off", "hand_off", ["moved.handoff." + terms.Basis + " HELPLINE " + directory.Code],
        plain.Labels?.Category ?? Category.InformationRequest, terms.WithWords ? plain.Labels?.Municipality : null, directory.Region);

    private static Case Row(ReportId id, PublicKey caseKey, PublicKey nobody, Case original, VerifiedUnitKey desk, Desk directory, DateTimeOffset now) => new()
    {
        Id = id.Value,
        CreatedAt = CoarseTime.Minute(now),
        State = ReportState.Routed,
        Urgency = original.Urgency,
        HolderDesk = desk.Desk,
        NamedDesk = desk.Desk,
        NamedUnit = directory.Unit,
        Domain = desk.Domain,
        Protection = Protection.None,
        Restricted = true,
        CasePublicKey = caseKey.Span.ToArray(),
        ReporterPublicKey = nobody.Span.ToArray(),
        ReceiptLookup = RandomNumberGenerator.GetBytes(32),
        CaseTag = [],
        AuditId = ReportId.New().Value,
        RoutedAt = CoarseTime.Minute(now),
        SealedOutcome = [],
        LastActivityAt = CoarseTime.Minute(now),
    };

    private async Task<CaseItem> CopyAsync(CaseKey helpline, CaseItem from, ReporterKey author, VouchedCase to, int seq, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = ReportId.New().Value;
        var source = helpline.Binding.Case;
        var header = ItemOpener.Open(helpline, new EnvelopeContext(trust.Instance, source, from.Id, Purpose.MediaHeader), from.SealedHeader ?? []);
        await using var opened = await OpeningStream.OpenAsync(
            await blobs.OpenReadAsync(from.BlobName!, cancellationToken), helpline, new EnvelopeContext(trust.Instance, source, from.Id, Purpose.Media), cancellationToken);
        await using var blob = await blobs.CreateAsync(cancellationToken);
        await using var sealing = new SealingStream(blob, author, to, new EnvelopeContext(trust.Instance, to.Report, id, Purpose.Media));
        await opened.CopyToAsync(sealing, cancellationToken);
        await sealing.CompleteAsync(cancellationToken);
        await blob.CommitAsync(cancellationToken);
        return new CaseItem
        {
            Id = id,
            CaseId = to.Report.Value,
            Kind = CaseItemKind.Media,
            BlobName = blob.Name,
            SizeBucket = sealing.SealedLength,
            Seq = seq,
            AddedAt = CoarseTime.HalfDay(now),
            SealedHeader = ReporterItemSealer.Seal(author, to, new EnvelopeContext(trust.Instance, to.Report, id, Purpose.MediaHeader), header),
        };
    }
}
