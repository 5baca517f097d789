using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Labelling;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AddNote;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>Opens every item of a report with its key. What does not open is named as altered; the rest is shown.</summary>
public sealed class ReportReader(IDbContextFactory<ReportingDb> databases, ISealedBlobs blobs, Trust trust)
{
    /// <summary>Reads all of it.</summary>
    public async Task<PlainReport> ReadAsync(CaseKey key, CancellationToken cancellationToken)
    {
        var report = key.Binding.Case;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var items = await db.CaseItems.AsNoTracking().Where(item => item.CaseId == report.Value).OrderBy(item => item.Seq).ToListAsync(cancellationToken);
        var messages = await db.CaseMessages.AsNoTracking().Where(message => message.CaseId == report.Value).OrderBy(message => message.Seq).ToListAsync(cancellationToken);
        var altered = 0;

        T? Open<T>(Guid item, Purpose purpose, byte[]? bytes, Func<byte[], T> read)
            where T : class
        {
            try
            {
                var plain = ItemOpener.Open(key, new EnvelopeContext(trust.Instance, report, item, purpose), bytes ?? []);
                try
                {
                    return read(plain);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(plain);
                }
            }
            catch (Exception exception) when (exception is CryptographicException or InvalidDataException or ArgumentException)
            {
                altered++;
                return null;
            }
        }

        var text = items.FirstOrDefault(item => item.Kind == CaseItemKind.Text);
        var words = text is null ? null : Open(text.Id, Purpose.Text, text.Sealed, plain => PlainTextFormat.Read(plain));
        var labels = items.FirstOrDefault(item => item.Kind == CaseItemKind.Labels) is { } labelled
            ? Open(labelled.Id, Purpose.Labels, labelled.Sealed, plain => ReportLabels.FromBytes(plain))
            : null;
        var decisions = items.Where(item => item.Kind == CaseItemKind.Decision)
            .Select(item => Open(item.Id, Purpose.Decision, item.Sealed, plain => RoutingDecisionFormat.Read(plain))).OfType<RoutingDecision>().ToList();
        var later = items.Where(item => item.Kind == CaseItemKind.Exclusion)
            .Select(item => Open(item.Id, Purpose.Exclusion, item.Sealed, plain => LaterExclusion.FromBytes(plain))).OfType<LaterExclusion>().ToList();
        var files = items.Where(item => item.Kind == CaseItemKind.Media)
            .Select((item, index) => new PlainFile(item.Id, index + 1, Open(item.Id, Purpose.MediaHeader, item.SealedHeader, plain => MediaHeader.FromBytes(plain)))).ToList();
        var notes = items.Where(item => item.Kind == CaseItemKind.Note)
            .Select(item => (item, Note: Open(item.Id, Purpose.Note, item.Sealed, plain => PlainNote.Read(plain)))).ToList();
        var origin = notes.FirstOrDefault(pair => pair.Note?.Origin is not null).Note;
        var shownNotes = notes.Select(pair => new PlainEntry(false, pair.Note?.Words, pair.Note?.By, CoarseTime.Day(pair.item.AddedAt), pair.Note?.Referral) { At = pair.item.AddedAt, Declines = pair.Note?.Declines is not null }).ToList();

        // A move with a note seals the note right after its decision, in one transaction.
        var moved = items.LastOrDefault(item => item.Kind == CaseItemKind.Decision)?.Seq ?? 0;
        var moveNote = notes.FindIndex(pair => pair.item.Seq == moved + 1) is >= 0 and var beside ? shownNotes[beside] : null;
        var added = items.Where(item => item.Kind == CaseItemKind.Followup && item.Sealed is not null)
            .Select(item => new PlainEntry(true, Open(item.Id, Purpose.Followup, item.Sealed, Encoding.UTF8.GetString), null, CoarseTime.Day(item.AddedAt)));
        var talk = added.Concat(messages.Select(message => OpenMessage(key, message, () => altered++))).ToList();
        return new PlainReport(words, labels, decisions, files, talk, [.. shownNotes.Where((_, index) => notes[index].Note?.Origin is null)], [.. notes.Where(pair => pair.Note?.HandOff is not null).Select(pair => (pair.item.Id, pair.Note!))], moveNote, altered) { Origin = origin, Declines = DeclinesOf(notes.Select(pair => pair.Note)), Later = later, Messages = messages.Count, LaterItems = items.Count(item => item.Kind == CaseItemKind.Exclusion), DecisionItems = items.Count(item => item.Kind == CaseItemKind.Decision) };
    }

    /// <summary>
    /// Looks at the beginning and the end of every file, so that the page itself says which one was exchanged or cut. A change in the
    /// middle shows when that part is read.
    /// </summary>
    public async Task<PlainReport> WithFilesCheckedAsync(CaseKey key, PlainReport plain, CancellationToken cancellationToken)
    {
        if (plain.Files.Count == 0)
        {
            return plain;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stored = await db.CaseItems.AsNoTracking().Where(item => item.CaseId == key.Binding.Case.Value && item.Kind == CaseItemKind.Media)
            .ToDictionaryAsync(item => item.Id, item => item.BlobName, cancellationToken);
        List<PlainFile> files = [];
        foreach (var file in plain.Files)
        {
            var whole = file.Header is null || await OpensAsync(key, file.Id, stored.GetValueOrDefault(file.Id), cancellationToken);
            files.Add(whole ? file : file with { Header = null });
        }

        return plain with { Files = files, Altered = plain.Altered + files.Count(file => file.Header is null) - plain.Files.Count(file => file.Header is null) };
    }

    private static Dictionary<Guid, string> DeclinesOf(IEnumerable<PlainNote?> notes)
    {
        Dictionary<Guid, string> declines = [];
        foreach (var note in notes)
        {
            if (note?.Declines is { } item)
            {
                declines.TryAdd(item, note.Words);
            }
        }

        return declines;
    }

    private async Task<bool> OpensAsync(CaseKey key, Guid item, string? blob, CancellationToken cancellationToken)
    {
        try
        {
            await using var medium = await OpeningStream.OpenAsync(
                await blobs.OpenReadAsync(blob ?? "", cancellationToken), key, new EnvelopeContext(trust.Instance, key.Binding.Case, item, Purpose.Media), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FileNotFoundException)
        {
            return false;
        }
    }

    private PlainEntry OpenMessage(CaseKey key, CaseMessage message, Action alteredFound)
    {
        try
        {
            // Who wrote it is what the envelope proves, not what the row says.
            var plain = MessageOpener.Open(key, new EnvelopeContext(trust.Instance, key.Binding.Case, message.Id, Purpose.Message), message.Sealed);
            var said = PlainMessageText.Read(plain.Content);
            return new PlainEntry(plain.From == MessageSender.Reporter, said.Text, null, message.Day, Files: [.. said.Files.Select(file => file.Item)]);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            alteredFound();
            return new PlainEntry(!message.FromUnit, null, null, message.Day);
        }
    }
}
