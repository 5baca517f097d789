using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Sealing;

namespace ReportingService.Intake.SubmitReport;

/// <summary>Everything one submission writes, sealed and ready.</summary>
internal sealed record ReportRows(Case Case, IReadOnlyList<CaseItem> Items, CaseGrant? Grant, RouterEnvelope? Envelope)
{
    public static EnvelopeContext OutcomeContext(InstanceId instance, ReportId report) => new(instance, report, report.Value, Purpose.Outcome);

    public static ReportRows Build(
        PlainReport plain, ReportLabels labels, SubmittedReport submitted, ReportDraft draft, ReporterKey reporter, InstanceId instance, FirstHolder holder, DateTimeOffset now,
        RoutingDecision? decision, byte[]? lookup = null)
    {
        var id = draft.Id;
        var caseKey = draft.Keys.Public;
        var theCase = reporter.Vouch(id, draft.Keys);
        var words = PlainTextFormat.Write(plain.Words);
        List<CaseItem> items =
        [
            Item(instance, reporter, theCase, CaseItemKind.Text, Purpose.Text, words, 0, now),
            Item(instance, reporter, theCase, CaseItemKind.Labels, Purpose.Labels, labels.ToBytes(), 1, now),
        ];
        CryptographicOperations.ZeroMemory(words);
        if (decision is not null)
        {
            items.Add(Decision(instance, draft, decision, items.Count, now));
        }

        items.AddRange(MediaItems(id, draft.Files.Sealed, items.Count, now));
        var minute = CoarseTime.Minute(now);
        var isProtected = holder.Protection != Protection.None;
        var desk = isProtected ? ProtectedBody.Of(holder.Protection).Desk : null;
        return new ReportRows(
            new Case
            {
                Id = id.Value,
                CreatedAt = minute,
                State = ReportState.Received,
                Urgency = submitted.Urgency,
                Domain = isProtected ? ProtectedBody.Of(holder.Protection).Domain : KeyDomain.Police,
                Protection = holder.Protection,
                HolderDesk = holder.Grant is { HolderKind: HolderKind.Desk } ? desk : null,
                NamedUnit = desk,
                NamedDesk = desk,
                Restricted = true,
                CasePublicKey = caseKey.ToBytes(),
                ReporterPublicKey = reporter.Public.ToBytes(),
                ReceiptLookup = lookup ?? reporter.Lookup,
                CaseTag = reporter.TagCase(id, caseKey),
                AuditId = ReportId.New().Value,
                SealedOutcome = ReporterItemSealer.SealOutcome(reporter, OutcomeContext(instance, id), submitted.ToBytes()),
                LastActivityAt = minute,
            },
            items,
            holder.Grant,
            holder.Envelope);
    }

    internal static IEnumerable<CaseItem> MediaItems(ReportId id, IEnumerable<ReceiveFiles.SealedFile> files, int firstSeq, DateTimeOffset now)
        => files.Select((file, place) => new CaseItem
        {
            Id = file.Item,
            CaseId = id.Value,
            Kind = CaseItemKind.Media,
            BlobName = file.BlobName,
            SealedHeader = file.SealedHeader,
            SizeBucket = file.SealedLength,
            Seq = firstSeq + place,
            AddedAt = CoarseTime.HalfDay(now),
        });

    /// <summary>Why a protected report goes where it goes: Triage never sees it, so the decision is sealed to its case here.</summary>
    private static CaseItem Decision(InstanceId instance, ReportDraft draft, RoutingDecision decision, int seq, DateTimeOffset now)
    {
        var item = ReportId.New().Value;
        var bytes = draft.Keys.SealDecision(new EnvelopeContext(instance, draft.Id, item, Purpose.Decision), RoutingDecisionFormat.Write(decision));
        return new CaseItem { Id = item, CaseId = draft.Id.Value, Kind = CaseItemKind.Decision, Sealed = bytes, SizeBucket = bytes.Length, Seq = seq, AddedAt = CoarseTime.HalfDay(now) };
    }

    /// <summary>Whom later words exclude, beside a report that came before.</summary>
    internal static CaseItem Exclusion(InstanceId instance, ReporterKey reporter, VouchedCase theCase, LaterExclusion excluded, int seq, DateTimeOffset now)
        => Item(instance, reporter, theCase, CaseItemKind.Exclusion, Purpose.Exclusion, excluded.ToBytes(), seq, now);

    private static CaseItem Item(InstanceId instance, ReporterKey reporter, VouchedCase theCase, CaseItemKind kind, Purpose purpose, byte[] plain, int seq, DateTimeOffset now)
    {
        var item = ReportId.New().Value;
        var bytes = ReporterItemSealer.Seal(reporter, theCase, new EnvelopeContext(instance, theCase.Report, item, purpose), plain);
        return new CaseItem { Id = item, CaseId = theCase.Report.Value, Kind = kind, Sealed = bytes, SizeBucket = bytes.Length, Seq = seq, AddedAt = CoarseTime.HalfDay(now) };
    }
}
