using Microsoft.EntityFrameworkCore;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>
/// The database remembers which roots it was begun with. Threat: trust.json is exchanged on the disk, so that after the next start
/// reports are sealed to somebody else's recovery keys. Whoever changes both starts the product, but nobody's session: every account's
/// vault remembers them too (decision 0016).
/// </summary>
public static class TrustPin
{
    private const string Name = "trust";

    /// <summary>Pins at the first start; false, with a line in the audit log, when these are other roots.</summary>
    public static async Task<bool> HoldsAsync(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, Trust trust, CancellationToken cancellationToken)
    {
        var hash = HashOf(trust);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var pinned = await db.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == Name, cancellationToken);
        if (pinned is null)
        {
            await writer.WriteAsync(
                (write, _) =>
                {
                    write.Settings.Add(new Setting { Name = Name, Value = hash });
                    return Task.CompletedTask;
                },
                cancellationToken);
            return true;
        }

        if (string.Equals(pinned.Value, hash, StringComparison.Ordinal))
        {
            return true;
        }

        await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "start", "trust_refused", "trust", hash, ct), cancellationToken);
        return false;
    }

    /// <summary>
    /// Pins other roots in place of those the instance was begun with. Only after a person has compared their fingerprint with what the
    /// custodians hold: the caller asks for it (<c>keys repin</c>).
    /// </summary>
    public static Task RepinAsync(IDatabaseWriter writer, Audit audit, Trust trust, CancellationToken cancellationToken)
        => writer.WriteAsync(
            async (write, ct) =>
            {
                var hash = HashOf(trust);
                if (await write.Settings.SingleOrDefaultAsync(setting => setting.Name == Name, ct) is { } pinned)
                {
                    pinned.Value = hash;
                }
                else
                {
                    write.Settings.Add(new Setting { Name = Name, Value = hash });
                }

                await audit.AppendAsync(write, "custodian", "trust_repinned", "trust", hash, ct);
            },
            cancellationToken);

    private static string HashOf(Trust trust) => Convert.ToHexStringLower(trust.Pin());
}
