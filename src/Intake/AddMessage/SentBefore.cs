using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>A message that is stored already.</summary>
/// <param name="In">The part that has it.</param>
/// <param name="Same">Whether it has the words of this sending, and its files where they were read.</param>
/// <param name="Moved">Whether it went past the body that it was for.</param>
/// <param name="Files">Of the same message, what became of its files.</param>
public sealed record StoredBefore(Case In, bool Same, bool Moved, IReadOnlyList<ReceivedFile> Files);

/// <summary>
/// Tells the same page sent twice from a page to which something was added before it was sent again: the receipt opens what was stored.
/// </summary>
public sealed class SentBefore(IDbContextFactory<ReportingDb> databases, Trust trust)
{
    /// <summary>What is stored under this id; null: nothing, it is new.</summary>
    public async Task<StoredBefore?> FindAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.CaseMessages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == nonce, cancellationToken) is not { } stored)
        {
            return null;
        }

        var part = await db.Cases.AsNoTracking().SingleAsync(row => row.Id == stored.CaseId, cancellationToken);
        if (Read(draft.Reporter!, part, stored) is not { } said)
        {
            return new StoredBefore(part, false, false, []);
        }

        var moved = HasMoved(draft, part, stored);

        // Threat: words never move to the police. Sent to them by mistake and then to the helpline, these are another message.
        return said.Text == text && !(moved && part.Domain == KeyDomain.Police) && HasFiles(said, draft, part)
            ? new StoredBefore(part, true, moved, FilesOf(said, draft, moved))
            : new StoredBefore(part, false, moved, []);
    }

    /// <summary>Files that stay behind, for they were sealed to a part that must not get them.</summary>
    public static List<ReceivedFile> NotToHolder(MessageDraft draft)
        => draft.Files is { } files ? [.. files.Files.Select(file => file with { Accepted = false, Code = FileCodes.NotToHolder, Removed = [] })]
            : Left(draft, FileCodes.NotToHolder);

    /// <summary>Whether it went past the body that it was for. A page that let nobody choose was for the first part, or the only one left.</summary>
    private static bool HasMoved(MessageDraft draft, Case part, CaseMessage stored)
        => draft.Reader.Length > 0 ? Codes.Of(part.Domain) != draft.Reader : stored.Seq == 1 && part.Id != draft.Parts[0].Id;

    /// <summary>Whether the message has all files of this sending; one that went to another body has none. Files that were left unread can't be compared.</summary>
    private static bool HasFiles(PlainMessageText said, MessageDraft draft, Case part)
        => draft.Files is null || part.Id != draft.Report!.Id
            || said.Files.Select(file => (file.MediaType, file.Length)).SequenceEqual(draft.Files.Sealed.Select(file => (file.MediaType, file.Length)));

    // Threat: another file than the one sent before is called accepted, and is lost.
    private static List<ReceivedFile> FilesOf(PlainMessageText said, MessageDraft draft, bool moved)
        => moved ? NotToHolder(draft)
            : draft.Files is null && draft.FilesLeft > 0 ? Left(draft, FileCodes.Unread)
            : [.. said.Files.Select((file, at) => new ReceivedFile(at + 1, true, string.Empty, [], FileKind.Of(file.MediaType), file.Length))];

    private static List<ReceivedFile> Left(MessageDraft draft, string code) => [.. Enumerable.Range(1, draft.FilesLeft).Select(index => new ReceivedFile(index, false, code, []))];

    private PlainMessageText? Read(ReporterKey reporter, Case part, CaseMessage stored)
    {
        try
        {
            return ReporterCases.Vouch(reporter, part) is { } vouched
                ? PlainMessageText.Read(ReceiptOpener.OpenMessage(reporter, vouched, new EnvelopeContext(trust.Instance, new ReportId(part.Id), stored.Id, Purpose.Message), stored.Sealed).Content)
                : null;
        }
        catch (SealBrokenException)
        {
            return null;
        }
    }
}
