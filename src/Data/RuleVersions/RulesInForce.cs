using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>A version that was not used, and why.</summary>
public sealed record RefusedRules(int Number, RuleRefusal Reason);

/// <summary>
/// Puts activated versions in force in this process. Threat: somebody who writes to the database changes the routing. A version that does
/// not follow on the last good one by good signatures is refused, written to the audit log and to the log, and changes nothing.
/// </summary>
public sealed class RulesInForce(
    RoutingData routing, AcceptedRules accepted, Trust trust, IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, TimeProvider clock,
    ILogger<RulesInForce> logger) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private bool begun;
    private RefusedRules? unreadable;
    private DateTimeOffset? wellAt;
    private string? row;

    /// <summary>Number of the version in force; 0 is the routing folder's file.</summary>
    public int Number { get; private set; }

    /// <summary>The last good version, the one in force.</summary>
    public AcceptedVersion Last => accepted.Last;

    /// <summary>What the database holds beyond the version in force and why it is not used; null when all is well.</summary>
    public RefusedRules? Refused { get; private set; }

    /// <summary>Looks for newer versions and uses those that are good.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!begun)
            {
                begun = true;
                Begin();
            }

            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var now = clock.GetUtcNow();
            await RefuseAsync(await AdvanceAsync(db, cancellationToken) ?? unreadable, cancellationToken);
            wellAt = Refused is null ? now : wellAt;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The same question without an effect on record, for a process that only reports.</summary>
    public async Task<RefusedRules?> AskAsync(CancellationToken cancellationToken)
    {
        Begin();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await AdvanceAsync(db, cancellationToken) ?? unreadable;
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RefusedRules?> AdvanceAsync(ReportingDb db, CancellationToken cancellationToken)
    {
        var last = accepted.Last;
        var newest = await db.RuleVersions.MaxAsync(version => (int?)version.Number, cancellationToken) ?? 0;
        if (newest < last.Number)
        {
            return new RefusedRules(newest, RuleRefusal.RolledBack);
        }

        if (last.Number > 0 && !await IsUnchangedAsync(db, last, cancellationToken))
        {
            return new RefusedRules(last.Number, RuleRefusal.RolledBack);
        }

        foreach (var next in newest == last.Number ? [] : await db.RuleVersions.AsNoTracking().Where(version => version.Number > last.Number).OrderBy(version => version.Number).ToListAsync(cancellationToken))
        {
            if (await CheckAsync(db, next, accepted.Last, cancellationToken) is { } reason)
            {
                return new RefusedRules(next.Number, reason);
            }

            var version = new AcceptedVersion(next.Number, next.ToRecord(accepted.Last.Hash).Hash(trust.Instance), next.ActivatedAt, next.Content);
            accepted.Accept(version);
            row = RuleRows.HashOf(next);
            Use(version);
            DataLog.RulesInForce(logger, version.Number);
        }

        return null;
    }

    /// <summary>
    /// Threat: the version in force is altered in the table, so that what comes next is compared with something else, or its page shows other
    /// people or another purpose. Text and time are compared with what was accepted, the whole row with how this process first saw it.
    /// </summary>
    private async Task<bool> IsUnchangedAsync(ReportingDb db, AcceptedVersion last, CancellationToken cancellationToken)
    {
        var found = await db.RuleVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Number == last.Number, cancellationToken);
        if (found is null || !found.Content.AsSpan().SequenceEqual(last.Content) || found.ActivatedAt != last.ActivatedAt)
        {
            return false;
        }

        var hash = RuleRows.HashOf(found);
        row ??= hash;
        return row == hash;
    }

    private async Task<RuleRefusal?> CheckAsync(ReportingDb db, RuleVersion row, AcceptedVersion before, CancellationToken cancellationToken)
    {
        // Threat: an author whose time has ended signs under an earlier hour. At the last look, when all was well, it was not there yet.
        if (row.ActivatedAt < wellAt - UnitKeyChain.ClockSkew)
        {
            return RuleRefusal.BrokenChain;
        }

        IReadOnlyCollection<KeyDomain> bodies;
        try
        {
            bodies = RuleSetDifference.CoSigners(routing.Rules, RuleSet.Load(row.Content, routing.Desks));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a text makes the reader throw: it is no rules, and the others go on being looked at.
            return RuleRefusal.NotRules;
        }

        try
        {
            var keys = new Dictionary<KeyDomain, IReadOnlyList<UnitKeyRecord>>();
            foreach (var body in bodies)
            {
                keys[body] = await VerifiedDeskKeys.ChainAsync(db, RuleChain.DeskOf(body), cancellationToken);
            }

            return RuleChain.Check(row.ToRecord(before.Hash), before.AsPredecessor, bodies, body => keys[body], trust, clock.GetUtcNow());
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return RuleRefusal.UnknownSigner;
        }
    }

    /// <summary>The remembered version names something that the routing folder no longer has: the folder's own rules hold until a newer version is good.</summary>
    private void Begin()
    {
        try
        {
            Use(accepted.Last);
        }
        catch (RuleSetException)
        {
            unreadable = new RefusedRules(accepted.Last.Number, RuleRefusal.NotRules);
        }
    }

    private void Use(AcceptedVersion version)
    {
        if (version.Number > 0)
        {
            var rules = RuleSet.Load(version.Content, routing.Desks);
            routing.Use(rules.Named($"{rules.Version}+{version.Number}"));
        }

        Number = version.Number;
        unreadable = null;
    }

    /// <summary>Said once for each refusal, not at every look.</summary>
    private async Task RefuseAsync(RefusedRules? refused, CancellationToken cancellationToken)
    {
        if (refused is not null && refused != Refused)
        {
            DataLog.RulesRefused(logger, refused.Number, accepted.Last.Number, Codes.Of(refused.Reason));
            await writer.WriteAsync((db, ct) => audit.AppendAsync(db, "rules", "rules_refused", $"version:{refused.Number}", Codes.Of(refused.Reason), ct), cancellationToken);
        }

        Refused = refused;
    }
}
