using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>A report as Intake and Triage leave it: sealed, wrapped to a desk, decision sealed beside it. The receipt is kept to read as the reporter.</summary>
public sealed class TestReport
{
    private TestReport(RunningConsole console, ReportId id, Receipt receipt, PublicKey caseKey)
    {
        Console = console;
        Id = id;
        Receipt = receipt;
        CaseKey = caseKey;
    }

    public RunningConsole Console { get; }

    public ReportId Id { get; }

    public Receipt Receipt { get; }

    public PublicKey CaseKey { get; }

    public Guid FileItem { get; private set; }

    public string Path => "/reports/" + Id;

    public static async Task<TestReport> ArriveAsync(
        RunningConsole console, string desk, string words, Urgency urgency = Urgency.Normal, bool restricted = false, IReadOnlyList<string>? excluded = null,
        IReadOnlyList<string>? told = null, byte[]? file = null, string fileType = "video/mp4", Language language = Language.Sq,
        ReportLabels? labels = null, IReadOnlyList<string>? reasons = null)
    {
        var id = ReportId.New();
        var receipt = Receipt.Mint();
        using var reporter = ReporterKey.From(receipt, console.Trust.Instance);
        using var keys = CaseKeyPair.Create(Protection.None);
        var report = new TestReport(console, id, receipt, keys.Public);
        await using var db = await console.ReadAsync();
        var entry = console.Routing.Desks[desk];
        var verdict = await console.Services.GetRequiredService<VerifiedDeskKeys>().CurrentAsync(db, desk, entry.Domain, CancellationToken.None);
        var key = Assert.IsType<ChainVerdict.Current>(verdict).Key;
        labels ??= new ReportLabels { Language = language, Category = Category.Theft, Flags = [ReportFlag.InProgress] };
        var decision = new RoutingDecision(
            entry.Unit, desk, desk, entry.Domain, Protection.None, urgency, restricted, told ?? [], [], excluded ?? [], "category", "theft", "1",
            reasons ?? ["category.theft"], Category.Theft, "gjilan", "GJILAN");
        var now = console.Clock.GetUtcNow();
        var binding = new CaseBinding(console.Trust.Instance, id, keys.Public, reporter.Public);
        var theCase = reporter.Vouch(id, keys);
        using var recovery = console.Recovery(entry.Domain);
        using var caseKey = recovery.OpenCase(binding, keys.WrapToRecovery(console.Trust, entry.Domain, binding));
        List<CaseItem> items =
        [
            report.Item(CaseItemKind.Text, Purpose.Text, 0, now, place => ReporterItemSealer.Seal(reporter, theCase, place, PlainTextFormat.Write(new PlainText(words, "pranë shkollës")))),
            report.Item(CaseItemKind.Labels, Purpose.Labels, 1, now, place => ReporterItemSealer.Seal(reporter, theCase, place, labels.ToBytes())),
            report.Item(CaseItemKind.Decision, Purpose.Decision, 2, now, place => HolderItemSealer.Seal(caseKey, place, RoutingDecisionFormat.Write(decision))),
        ];
        if (file is not null)
        {
            items.Add(await report.FileAsync(reporter, theCase, file, fileType, now));
        }

        var wrapped = keys.WrapToDesk(key, binding);
        var outbox = console.Services.GetRequiredService<Outbox>();
        await console.Writer.WriteAsync(
            (write, _) =>
            {
                write.Cases.Add(new Case
                {
                    Id = id.Value,
                    CreatedAt = CoarseTime.Minute(now),
                    State = ReportState.Routed,
                    Urgency = urgency,
                    HolderDesk = desk,
                    NamedDesk = desk,
                    NamedUnit = entry.Unit,
                    Domain = entry.Domain,
                    Protection = Protection.None,
                    Restricted = restricted,
                    Category = restricted ? null : Category.Theft,
                    Municipality = restricted ? null : "gjilan",
                    CasePublicKey = keys.Public.Span.ToArray(),
                    ReporterPublicKey = reporter.Public.Span.ToArray(),
                    ReceiptLookup = reporter.Lookup,
                    CaseTag = reporter.TagCase(id, keys.Public),
                    AuditId = ReportId.New().Value,
                    RoutedAt = CoarseTime.Minute(now),
                    SealedOutcome = [0],
                    LastActivityAt = CoarseTime.Minute(now),
                });
                write.CaseItems.AddRange(items);
                write.CaseGrants.Add(new CaseGrant
                {
                    CaseId = id.Value,
                    HolderKind = HolderKind.Desk,
                    Holder = desk,
                    Epoch = key.Epoch,
                    Domain = key.Domain,
                    WrappedKey = wrapped,
                });
                foreach (var other in told ?? [])
                {
                    write.Notices.Add(new Notice
                    {
                        CaseId = id.Value,
                        Desk = other,
                        Urgency = urgency,
                        CreatedAt = CoarseTime.Minute(now),
                        Category = restricted ? null : Category.Theft,
                        Municipality = restricted ? null : "gjilan",
                    });
                }

                outbox.Add(write, OutboxKind.CaseChanged, id.Value, urgency, desk);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return report;
    }

    public async Task<Case> RowAsync()
    {
        await using var db = await Console.ReadAsync();
        return await db.Cases.AsNoTracking().SingleAsync(row => row.Id == Id.Value);
    }

    public async Task<List<string>> AuditActionsAsync()
    {
        var name = (await RowAsync()).AuditId.ToString("N");
        await using var db = await Console.ReadAsync();
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == name).OrderBy(entry => entry.Seq).Select(entry => entry.Action).ToListAsync();
    }

    /// <summary>What the reporter reads with the receipt.</summary>
    public async Task<List<string>> ReporterReadsAsync()
    {
        using var reporter = ReporterKey.From(Receipt, Console.Trust.Instance);
        var vouched = reporter.Vouch(Id, CaseKey.Span, reporter.TagCase(Id, CaseKey))!;
        await using var db = await Console.ReadAsync();
        var messages = await db.CaseMessages.AsNoTracking().Where(message => message.CaseId == Id.Value).OrderBy(message => message.Seq).ToListAsync();
        return messages.ConvertAll(message => Encoding.UTF8.GetString(
            ReceiptOpener.OpenMessage(reporter, vouched, new EnvelopeContext(Console.Trust.Instance, Id, message.Id, Purpose.Message), message.Sealed).Content));
    }

    /// <summary>The reporter answers with the receipt.</summary>
    public async Task AnswerAsync(string words, params SentFile[] files)
    {
        using var reporter = ReporterKey.From(Receipt, Console.Trust.Instance);
        var id = ReportId.New().Value;
        var envelope = ReporterMessageSealer.Seal(reporter, reporter.Vouch(Id, CaseKey.Span, reporter.TagCase(Id, CaseKey))!, new EnvelopeContext(Console.Trust.Instance, Id, id, Purpose.Message), new PlainMessageText(words, files).ToBytes());
        await Console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var row = await db.Cases.SingleAsync(candidate => candidate.Id == Id.Value, ct);
                row.State = ReportState.Answered;
                var last = await db.CaseMessages.Where(message => message.CaseId == row.Id).MaxAsync(message => (int?)message.Seq, ct) ?? 0;
                db.CaseMessages.Add(new CaseMessage { Id = id, CaseId = row.Id, FromUnit = false, Sealed = envelope, Day = CoarseTime.Day(Console.Clock.GetUtcNow()), Seq = last + 1 });
            },
            CancellationToken.None);
    }

    /// <summary>The reporter names desks later, in words that its holder does not get.</summary>
    public async Task ExcludeLaterAsync(params string[] desks)
    {
        await using var db = await Console.ReadAsync();
        var before = await db.CaseItems.CountAsync(row => row.CaseId == Id.Value && row.Kind == CaseItemKind.Exclusion);
        using var reporter = ReporterKey.From(Receipt, Console.Trust.Instance);
        var theCase = reporter.Vouch(Id, CaseKey.Span, reporter.TagCase(Id, CaseKey))!;
        var item = Item(CaseItemKind.Exclusion, Purpose.Exclusion, 50 + before, Console.Clock.GetUtcNow(), place => ReporterItemSealer.Seal(reporter, theCase, place, new LaterExclusion(desks, desks).ToBytes()));
        await Console.Writer.WriteAsync((write, _) => Task.FromResult(write.CaseItems.Add(item)), CancellationToken.None);
    }

    /// <summary>Somebody who writes to the database changes one byte of each item of a kind.</summary>
    public Task AlterAsync(CaseItemKind kind) => Console.Writer.WriteAsync(
        async (db, ct) =>
        {
            foreach (var item in await db.CaseItems.Where(row => row.CaseId == Id.Value && row.Kind == kind).ToListAsync(ct))
            {
                var bytes = item.Sealed!.ToArray();
                bytes[^20] ^= 1;
                item.Sealed = bytes;
            }
        },
        CancellationToken.None);

    private CaseItem Item(CaseItemKind kind, Purpose purpose, int seq, DateTimeOffset now, Func<EnvelopeContext, byte[]> seal)
    {
        var item = ReportId.New().Value;
        return new CaseItem
        {
            Id = item,
            CaseId = Id.Value,
            Kind = kind,
            Seq = seq,
            AddedAt = CoarseTime.HalfDay(now),
            Sealed = seal(new EnvelopeContext(Console.Trust.Instance, Id, item, purpose)),
        };
    }

    private async Task<CaseItem> FileAsync(ReporterKey reporter, VouchedCase theCase, byte[] file, string type, DateTimeOffset now)
    {
        FileItem = ReportId.New().Value;
        var blobs = Console.Services.GetRequiredService<ISealedBlobs>();
        await using var blob = await blobs.CreateAsync(CancellationToken.None);
        await using (var sealing = new SealingStream(blob, reporter, theCase, new EnvelopeContext(Console.Trust.Instance, Id, FileItem, Purpose.Media)))
        {
            await sealing.WriteAsync(file);
            await sealing.CompleteAsync();
        }

        await blob.CommitAsync(CancellationToken.None);
        var header = new MediaHeader(type, ".mp4", file.Length, SHA256.HashData(file), new Dictionary<string, int>());
        return new CaseItem
        {
            Id = FileItem,
            CaseId = Id.Value,
            Kind = CaseItemKind.Media,
            BlobName = blob.Name,
            Seq = 3,
            AddedAt = CoarseTime.HalfDay(now),
            SizeBucket = file.Length,
            SealedHeader = ReporterItemSealer.Seal(reporter, theCase, new EnvelopeContext(Console.Trust.Instance, Id, FileItem, Purpose.MediaHeader), header.ToBytes()),
        };
    }
}
