using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// The signatures a version needs, each made in its signer's own session: the author's, those of the bodies it touches, the second
/// person's, which puts it in force.
/// </summary>
public sealed class RuleSignatures(
    RuleStep steps, WrittenDrafts written, Audit audit, RulesInForce rules, RoutingData routing, RuleAuthorKeys authors, DeskKeyOpener keys, Trust trust, TimeProvider time)
{
    /// <summary>The author signs: from now on the text is fixed and others look at it.</summary>
    public Task<RuleOutcome> ProposeAsync(StaffUser user, Guid draft, SeenDraft seen, CancellationToken cancellationToken)
        => StepAsync(user, draft, seen, "rules_proposed", async (row, inForce, _) =>
        {
            if (row.AuthorId != user.AccountId || row.State != RuleDraftState.Writing)
            {
                return RuleFinding.Not(RuleOutcome.NotPossible);
            }

            var reading = Read(row);
            if (reading.Rules is null || reading.Changes.Count == 0)
            {
                return RuleFinding.Not(reading.Rules is null ? RuleOutcome.Faulty : RuleOutcome.Same);
            }

            if ((await authors.OfAsync(user.Session, cancellationToken)).Record is null)
            {
                return RuleFinding.Not(RuleOutcome.NoKey);
            }

            if (!written.IsAsWritten(row) || !IsAsShown(row, inForce, seen))
            {
                return RuleFinding.NotAsShown;
            }

            var signature = user.Session.UseKey(key => RuleSigning.AsAuthor(key, ProposalOf(row, inForce), trust.Instance));
            return RuleFinding.Do(kept => (kept.State, kept.Follows, kept.AuthorSignature) = (RuleDraftState.Proposed, inForce.Number, signature));
        }, cancellationToken);

    /// <summary>Which body this account may speak for: a member of the Inspectorate, a supervisor of the helpline.</summary>
    public static KeyDomain? BodyOf(StaffUser user)
        => user.IsActiveAt("PIK") ? KeyDomain.Pik : user.Role == AccountRole.Supervisor && user.IsActiveAt("HELPLINE") ? KeyDomain.Helpline : null;

    /// <summary>A member of a body signs with the key of its desk.</summary>
    public Task<RuleOutcome> CoSignAsync(StaffUser user, Guid draft, SeenDraft seen, CancellationToken cancellationToken)
        => StepAsync(user, draft, seen, "rules_co_signed", async (row, inForce, db) =>
        {
            if (BodyOf(user) is not { } body || row.State != RuleDraftState.Proposed || !Read(row).Bodies.Contains(body))
            {
                return RuleFinding.Not(RuleOutcome.NotPossible);
            }

            var desk = RuleChain.DeskOf(body);
            var chain = (await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken)).Where(record => !record.IsPending).ToList();
            using var key = chain.Count == 0 ? null : await keys.OpenAsync(db, desk, chain[^1].Epoch, user.Session, cancellationToken);
            if (key is null)
            {
                return RuleFinding.Not(RuleOutcome.NoKey);
            }

            if (!IsAsShown(row, inForce, seen))
            {
                return RuleFinding.NotAsShown;
            }

            var (proposal, now) = (ProposalOf(row, inForce), time.GetUtcNow());
            var signed = RuleSigning.AsBody(key, proposal, trust.Instance);
            if (!RuleChain.IsOf(body, signed, proposal, chain, now, trust, now))
            {
                return RuleFinding.Not(RuleOutcome.Refused);
            }

            return body == KeyDomain.Pik
                ? RuleFinding.Do(kept => (kept.PikEpoch, kept.PikSignature, kept.PikBy) = (signed.Epoch, signed.Signature, user.AccountId))
                : RuleFinding.Do(kept => (kept.HelplineEpoch, kept.HelplineSignature, kept.HelplineBy) = (signed.Epoch, signed.Signature, user.AccountId));
        }, cancellationToken);

    /// <summary>The second person signs, and the version is in force as soon as every process has checked it.</summary>
    public async Task<RuleOutcome> ActivateAsync(StaffUser user, Guid draft, SeenDraft seen, CancellationToken cancellationToken)
    {
        var outcome = await StepAsync(user, draft, seen, "rules_activated", (row, inForce, db) => FindVersionAsync(user, row, inForce, seen, db, cancellationToken), cancellationToken);
        if (outcome == RuleOutcome.Done)
        {
            await rules.LookAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>A draft against the version in force.</summary>
    public RuleReading Read(RuleDraft draft) => RuleReading.Of(draft.Content, routing.Rules, rules.Last.Content, routing.Desks);

    /// <summary>What is signed under a draft, if it follows on the version in force.</summary>
    private static RuleProposal ProposalOf(RuleDraft draft, AcceptedVersion inForce) => new(inForce.Number + 1, inForce.Hash, draft.Content, draft.AuthorId);

    /// <summary>Threat: the database shows a signer one text and has another signed.</summary>
    private static bool IsAsShown(RuleDraft draft, AcceptedVersion inForce, SeenDraft seen) => ShownDraft.HashOf(draft, inForce) == seen.Shown;

    private async Task<RuleFinding> FindVersionAsync(StaffUser user, RuleDraft row, AcceptedVersion inForce, SeenDraft seen, ReportingDb db, CancellationToken cancellationToken)
    {
        if (row.State != RuleDraftState.Proposed || row.AuthorSignature is null)
        {
            return RuleFinding.Not(RuleOutcome.NotPossible);
        }

        if (row.AuthorId == user.AccountId)
        {
            return RuleFinding.Not(RuleOutcome.OnePerson);
        }

        if (row.Follows != inForce.Number)
        {
            return RuleFinding.Not(RuleOutcome.Behind);
        }

        if ((await authors.OfAsync(user.Session, cancellationToken)).Record is not { } activator
            || await db.RuleAuthors.AsNoTracking().SingleOrDefaultAsync(author => author.AccountId == row.AuthorId, cancellationToken) is not { Signature: not null } author)
        {
            return RuleFinding.Not(RuleOutcome.NoKey);
        }

        var reading = Read(row);
        if (reading.Rules is null)
        {
            return RuleFinding.Not(RuleOutcome.Faulty);
        }

        if (reading.Bodies.Any(body => row.Bodies().All(signed => signed.Body != body)))
        {
            return RuleFinding.Not(RuleOutcome.BodyMissing);
        }

        if (!IsAsShown(row, inForce, seen))
        {
            return RuleFinding.NotAsShown;
        }

        var chains = new Dictionary<KeyDomain, IReadOnlyList<UnitKeyRecord>>();
        foreach (var body in reading.Bodies)
        {
            chains[body] = await VerifiedDeskKeys.ChainAsync(db, RuleChain.DeskOf(body), cancellationToken);
        }

        // By the same checks as every process that will route by it.
        var (proposal, at) = (ProposalOf(row, inForce), CoarseTime.Second(time.GetUtcNow()));
        var signature = user.Session.UseKey(key => RuleSigning.AsActivator(key, user.AccountId, proposal, trust.Instance, at));
        var record = new RuleVersionRecord(proposal, author.ToRecord(), row.AuthorSignature, activator, signature, at, row.Bodies());
        if (RuleChain.Check(record, inForce.AsPredecessor, reading.Bodies, body => chains[body], trust, time.GetUtcNow()) is { } refusal)
        {
            return RuleFinding.Not(refusal == RuleRefusal.BodyMissing ? RuleOutcome.BodyMissing : RuleOutcome.Refused);
        }

        var version = new RuleVersion
        {
            Number = proposal.Number,
            Content = row.Content,
            Purpose = row.Purpose,
            Restores = row.Restores,
            Author = record.Author.ToBytes(),
            AuthorSignature = row.AuthorSignature,
            Activator = activator.ToBytes(),
            ActivatorSignature = signature,
            ActivatedAt = at,
            PikEpoch = row.PikEpoch,
            PikSignature = row.PikSignature,
            HelplineEpoch = row.HelplineEpoch,
            HelplineSignature = row.HelplineSignature,
        };
        return new RuleFinding(RuleOutcome.Done, async (kept, write, ct) =>
        {
            write.RuleVersions.Add(version);
            kept.State = RuleDraftState.Activated;
            await audit.AppendAsync(write, user.Actor, "rules_in_force", $"version:{version.Number}", RuleStep.Subject(kept.Id), ct);
        });
    }

    /// <summary>Row and version in force are each read once for a step: what is compared with the form is what is signed.</summary>
    private async Task<RuleOutcome> StepAsync(
        StaffUser user, Guid draft, SeenDraft seen, string action, Func<RuleDraft, AcceptedVersion, ReportingDb, Task<RuleFinding>> look, CancellationToken cancellationToken)
    {
        await rules.LookAsync(cancellationToken);
        var inForce = rules.Last;
        return rules.Refused is null ? await steps.TakeAsync(user, draft, seen.Version, action, "", (row, db) => look(row, inForce, db), cancellationToken) : RuleOutcome.Broken;
    }
}
