using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>What a version follows on.</summary>
public sealed record RulePredecessor(int Number, byte[] Hash, DateTimeOffset ActivatedAt);

/// <summary>
/// Checks who stands behind a version of the rules. Threat: somebody who writes to the database changes the routing. Every link leads to
/// pinned roots: two rule authors for whom the custodian of the police vouched, and for whatever touches them the Inspectorate and the
/// helpline with the keys of their desks.
/// </summary>
public static class RuleChain
{
    /// <summary>Null when the version may follow on <paramref name="before"/>.</summary>
    /// <param name="version">As stored.</param>
    /// <param name="before">The version in force, or the rules of the folder (number 0).</param>
    /// <param name="bodies">Who must have co-signed, worked out from the difference by the caller.</param>
    /// <param name="keysOf">All stored key records of a body's desk, oldest first.</param>
    /// <param name="trust">The pinned roots.</param>
    /// <param name="now">The time.</param>
    public static RuleRefusal? Check(
        RuleVersionRecord version, RulePredecessor before, IEnumerable<KeyDomain> bodies, Func<KeyDomain, IReadOnlyList<UnitKeyRecord>> keysOf, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(bodies);
        ArgumentNullException.ThrowIfNull(keysOf);
        ArgumentNullException.ThrowIfNull(trust);
        var (proposal, at) = (version.Proposal, version.ActivatedAt);

        // Threat: an older version is put back under a new number, or one activated elsewhere is inserted. What it follows on is signed.
        if (proposal.Number != before.Number + 1 || !proposal.Previous.AsSpan().SequenceEqual(before.Hash) || at < before.ActivatedAt || at > now + UnitKeyChain.ClockSkew)
        {
            return RuleRefusal.BrokenChain;
        }

        if (version.Author.AccountId != proposal.AuthorId || !version.Author.Holds(trust, at) || !version.Activator.Holds(trust, at))
        {
            return RuleRefusal.UnknownSigner;
        }

        if (version.Author.AccountId == version.Activator.AccountId || version.Author.SigningPublicKey.AsSpan().SequenceEqual(version.Activator.SigningPublicKey))
        {
            return RuleRefusal.OnePerson;
        }

        if (!VerifyingKey.FromBytes(version.Author.SigningPublicKey).Verify(proposal.ForAuthor(trust.Instance), version.AuthorSignature)
            || !VerifyingKey.FromBytes(version.Activator.SigningPublicKey).Verify(proposal.ForActivator(trust.Instance, version.Activator.AccountId, at), version.ActivatorSignature))
        {
            return RuleRefusal.BadSignature;
        }

        return bodies.All(body => version.Bodies.Any(signed => signed.Body == body && IsOf(body, signed, proposal, keysOf(body), at, trust, now))) ? null : RuleRefusal.BodyMissing;
    }

    /// <summary>Whether a body's signature fits a proposal, by the key that was its desk's newest at <paramref name="at"/> and leads to that body's pinned root.</summary>
    public static bool IsOf(KeyDomain body, BodySignature signed, RuleProposal proposal, IReadOnlyList<UnitKeyRecord> keys, DateTimeOffset at, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signed);
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(trust);

        // Threat: a member who has left signs with the key of their time. Only the newest key of that moment counts.
        var chain = keys.Where(key => !key.IsPending && key.CreatedAt <= at).ToList();
        return chain.Count > 0 && chain[^1].Epoch == signed.Epoch && at < chain[^1].ExpiresAt
            && UnitKeyChain.Verify(DeskOf(body), body, chain, trust, new ChainMemory(), now) is ChainVerdict.Current or ChainVerdict.Refused { Reason: ChainRefusal.Expired }
            && VerifyingKey.FromBytes(chain[^1].SigningPublicKey).Verify(proposal.ForBody(trust.Instance, body), signed.Signature);
    }

    /// <summary>The desk whose members speak for a body.</summary>
    public static string DeskOf(KeyDomain body) => body == KeyDomain.Pik ? "PIK" : "HELPLINE";
}
