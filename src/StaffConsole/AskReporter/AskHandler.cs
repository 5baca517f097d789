using System.Security.Cryptography;
using System.Text;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>What came of a question.</summary>
public enum AskOutcome
{
    Sent,

    /// <summary>Sent; nobody had the report, so it is with the asker now.</summary>
    SentAndTaken,
    Empty,
    TooLong,

    /// <summary>The reporter has ended it, or it is closed: nobody reads an answer any more.</summary>
    Ended,

    /// <summary>A copy from the helpline: only the helpline can reach the reporter.</summary>
    NoReporter,
    Altered,
}

/// <summary>Sends a message to whoever holds the receipt: sealed to the case and to the reporter, made with the case's own key.</summary>
public sealed class AskHandler(CaseKeyOpener opener, CaseChange changes, Audit audit, Trust trust, TimeProvider time)
{
    /// <summary>Most characters of a message.</summary>
    public const int Longest = 4000;

    /// <summary>Sends it.</summary>
    public async Task<AskOutcome> HandleAsync(StaffUser user, ReportAccess access, string? words, CancellationToken cancellationToken)
    {
        words = (words ?? "").Trim().ReplaceLineEndings("\n");
        if (words.Length == 0 || words.Length > Longest)
        {
            return words.Length == 0 ? AskOutcome.Empty : AskOutcome.TooLong;
        }

        var id = ReportId.New().Value;
        var plain = Encoding.UTF8.GetBytes(words);
        byte[] envelope;
        try
        {
            using var key = await opener.OpenForAsync(user, access, "ask", cancellationToken);
            envelope = UnitMessageSealer.Seal(key, new EnvelopeContext(trust.Instance, access.Report, id, Purpose.Message), plain);
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, "ask", cancellationToken);
            return AskOutcome.Altered;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        return await changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return AskOutcome.Ended;
                }

                if (row.CaseTag.Length == 0)
                {
                    return AskOutcome.NoReporter;
                }

                var now = time.GetUtcNow();
                db.CaseMessages.Add(new CaseMessage
                {
                    Id = id,
                    CaseId = row.Id,
                    FromUnit = true,
                    Sealed = envelope,
                    Day = CoarseTime.Day(now),
                    Seq = await CaseChange.NextMessageAsync(db, row.Id, ct),
                });
                if (row.State is not (ReportState.Question or ReportState.Answered))
                {
                    row.StateOnceRead = row.State;
                }

                row.State = ReportState.Question;
                var taken = row.OwnerAccountId is null;
                if (taken)
                {
                    row.OwnerAccountId = user.AccountId;
                    row.OwnedAt = CoarseTime.Minute(now);
                }

                await audit.AppendAsync(db, user.Actor, "question_sent", row.AuditId.ToString("N"), "desk=" + access.Desk, ct);
                return taken ? AskOutcome.SentAndTaken : AskOutcome.Sent;
            },
            cancellationToken);
    }
}
