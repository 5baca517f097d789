using System.Security.Cryptography;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>The signature of a member of a body, made with the key of the body's desk in that epoch.</summary>
public sealed record BodySignature(KeyDomain Body, int Epoch, byte[] Signature);

/// <summary>A version of the rules with everybody who stands behind it, as stored. Believe nothing in it before <see cref="RuleChain"/> has checked it.</summary>
public sealed record RuleVersionRecord(
    RuleProposal Proposal,
    RuleAuthorRecord Author,
    byte[] AuthorSignature,
    RuleAuthorRecord Activator,
    byte[] ActivatorSignature,
    DateTimeOffset ActivatedAt,
    IReadOnlyList<BodySignature> Bodies)
{
    /// <summary>What the next version follows on. Without the signatures: the same version signed twice is the same version.</summary>
    public byte[] Hash(InstanceId instance) => SHA256.HashData(Proposal.ForActivator(instance, Activator.AccountId, ActivatedAt));
}
