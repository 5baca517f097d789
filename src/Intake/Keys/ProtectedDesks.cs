using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Intake.Keys;

/// <summary>Wraps the key of a protected report to the one body that may read it. The router and the police never see such a key.</summary>
public sealed class ProtectedDesks(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, VerifiedDeskKeys keys, Audit audit, Trust trust, TimeProvider clock)
{
    private static readonly TimeSpan NotedAgainAfter = TimeSpan.FromHours(24);
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    /// <summary>The grant: to the desk's verified key, or to its domain's recovery key where it waits for a reader.</summary>
    public async Task<CaseGrant> WrapAsync(CaseKeyPair caseKey, Protection protection, CaseBinding binding, CancellationToken cancellationToken)
    {
        var (_, domain, desk) = ProtectedBody.Of(protection);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var verdict = await keys.CurrentAsync(db, desk, domain, cancellationToken);
        if (verdict is ChainVerdict.Current current)
        {
            return new CaseGrant
            {
                CaseId = binding.Case.Value,
                HolderKind = HolderKind.Desk,
                Holder = desk,
                Epoch = current.Key.Epoch,
                Domain = domain,
                WrappedKey = caseKey.WrapToDesk(current.Key, binding),
            };
        }

        if (verdict is ChainVerdict.Refused { Reason: not (ChainRefusal.NoKey or ChainRefusal.Pending or ChainRefusal.Expired) } refused)
        {
            await NoteAsync(desk, refused.Reason, cancellationToken);
        }

        return new CaseGrant
        {
            CaseId = binding.Case.Value,
            HolderKind = HolderKind.Recovery,
            Holder = Core.Vocabulary.Codes.Of(domain),
            Epoch = 0,
            Domain = domain,
            WrappedKey = caseKey.WrapToRecovery(trust, domain, binding),
        };
    }

    /// <summary>
    /// Notes a meddled key once a day. Threat: a swapped key in the database, so that a report is sealed to somebody else. Once a
    /// day only, for nothing that a reporter causes may be told from the audit log.
    /// </summary>
    private async Task NoteAsync(string desk, ChainRefusal reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (noted.TryGetValue(desk, out var last) && now - last < NotedAgainAfter)
            {
                return;
            }

            noted[desk] = now;
        }

        await writer.WriteAsync((db, ct) => audit.AppendAsync(db, "intake", "key_refused", desk, Core.Vocabulary.Codes.Of(reason), ct), cancellationToken);
    }
}
