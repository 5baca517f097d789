using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>
/// Tells the same page sent twice from a page to which something was added before it was sent again: the receipt opens what was stored.
/// </summary>
public sealed class SentBefore(IDbContextFactory<ReportingDb> databases, Trust trust)
{
    /// <summary>The case that has a message of this id; null: it is new. Of the same message <c>Same</c> is true.</summary>
    public async Task<(Case In, bool Same)?> FindAsync(MessageDraft draft, string text, Guid nonce, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.CaseMessages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == nonce, cancellationToken) is not { } stored)
        {
            return null;
        }

        var part = await db.Cases.AsNoTracking().SingleAsync(row => row.Id == stored.CaseId, cancellationToken);
        return (part, Read(draft.Reporter!, part, stored) is { } said && said.Text == text && HasFiles(said, draft, part));
    }

    /// <summary>Whether the message has all files of this sending; one that went to another body has none.</summary>
    private static bool HasFiles(PlainMessageText said, MessageDraft draft, Case part)
        => part.Id != draft.Report!.Id
            || said.Files.Select(file => (file.MediaType, file.Length)).SequenceEqual(draft.Files!.Sealed.Select(file => (file.MediaType, file.Length)));

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
