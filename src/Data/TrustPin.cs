using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>What a process says that ends because of it.</summary>
    public const string Refusal =
        "trust.json is not the one this instance was begun with. Somebody exchanged it, or it belongs to another instance. Nothing was started; put the right file back. If custodians exchanged it on purpose: keys repin.";

    /// <summary>
    /// False, with a line in the audit log, when a process has other roots than the instance was begun with. The process that
    /// <paramref name="begins"/> an instance (the worker, or the one-process form) pins them at its first start; before, nothing is compared.
    /// </summary>
    public static async Task<bool> HoldsAsync(IServiceProvider services, bool begins, CancellationToken cancellationToken)
    {
        var hash = HashOf(services.GetRequiredService<Trust>());
        var writer = services.GetRequiredService<IDatabaseWriter>();
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(cancellationToken);
        var pinned = await PinnedAsync(db, cancellationToken);
        if (pinned is null && begins)
        {
            try
            {
                await writer.WriteAsync(
                    (write, _) =>
                    {
                        write.Settings.Add(new Setting { Name = Name, Value = hash });
                        return Task.CompletedTask;
                    },
                    cancellationToken);
            }
            catch (DbUpdateException fault) when (DatabaseErrors.IsUniqueViolation(fault))
            {
                // Another worker was first: compare with what it pinned.
            }

            pinned = await PinnedAsync(db, cancellationToken);
        }

        if (pinned is null || string.Equals(pinned, hash, StringComparison.Ordinal))
        {
            return true;
        }

        var audit = services.GetRequiredService<Audit>();
        await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "start", "trust_refused", "trust", "", ct), cancellationToken);
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

    private static Task<string?> PinnedAsync(ReportingDb db, CancellationToken cancellationToken)
        => db.Settings.AsNoTracking().Where(setting => setting.Name == Name).Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);

    private static string HashOf(Trust trust) => Convert.ToHexStringLower(trust.Pin());
}
