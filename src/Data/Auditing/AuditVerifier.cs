using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>What checking the chain found.</summary>
public abstract record AuditVerdict
{
    /// <summary>Every line follows from the one before, and the head agrees.</summary>
    public sealed record Intact(long Lines, string HeadHash) : AuditVerdict;

    /// <summary>The first line that does not hold, and why: <c>missing</c>, <c>altered</c>, <c>relinked</c>, <c>cut_off</c>, <c>rolled_back</c> (the anchor has seen another line there).</summary>
    public sealed record Broken(long Seq, string Reason) : AuditVerdict;
}

/// <summary>Checks the audit chain from its first line to its head. Needs nothing but the rows, so a copy can be checked elsewhere.</summary>
public static class AuditVerifier
{
    public static async Task<AuditVerdict> VerifyAsync(ReportingDb db, CancellationToken cancellationToken) => await VerifyAsync(db, null, cancellationToken);

    /// <summary>The same, and that the log still holds the line an anchor has seen.</summary>
    public static async Task<AuditVerdict> VerifyAsync(ReportingDb db, AuditAnchor? anchor, CancellationToken cancellationToken)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        long expected = 1;
        var previous = new byte[32];
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(a => a.Seq).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (entry.Seq != expected)
            {
                return new AuditVerdict.Broken(expected, "missing");
            }

            if (!entry.PreviousHash.AsSpan().SequenceEqual(previous))
            {
                return new AuditVerdict.Broken(entry.Seq, "relinked");
            }

            if (!AuditHash.Of(entry).AsSpan().SequenceEqual(entry.Hash))
            {
                return new AuditVerdict.Broken(entry.Seq, "altered");
            }

            if (anchor?.Seq == entry.Seq && !string.Equals(anchor.Hash, Convert.ToHexStringLower(entry.Hash), StringComparison.Ordinal))
            {
                return new AuditVerdict.Broken(entry.Seq, "rolled_back");
            }

            previous = entry.Hash;
            expected++;
        }

        if (head.Seq >= expected)
        {
            return new AuditVerdict.Broken(expected, "cut_off");
        }

        if (anchor?.Seq >= expected)
        {
            return new AuditVerdict.Broken(expected, "rolled_back");
        }

        return head.Seq == expected - 1 && head.Hash.AsSpan().SequenceEqual(previous)
            ? new AuditVerdict.Intact(expected - 1, Convert.ToHexStringLower(previous))
            : new AuditVerdict.Broken(expected - 1, "relinked");
    }
}
