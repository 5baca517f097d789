using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>
/// The database remembers which roots it was begun with. Threat: trust.json is exchanged on the disk, so that after the next start
/// reports are sealed to somebody else's recovery keys. Whoever can change both is not stopped by this.
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

    private static string HashOf(Trust trust)
    {
        using var json = new MemoryStream();
        trust.Save(json);
        return Convert.ToHexStringLower(SHA256.HashData(json.ToArray()));
    }
}
