using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Signs routing rules in a session: as an account for oneself, as a member of a body for the body (EnvelopeFormat.md, 12).</summary>
public static class RuleSigning
{
    private const string Label = "account-signing";

    /// <summary>The public half of the account's signing key. It is derived from the account's own key, so that the vault holds one secret.</summary>
    public static VerifyingKey PublicKeyOf(PrivateKey account)
    {
        using var key = Of(account);
        return key.Public;
    }

    /// <summary>A record that waits for a custodian's signature.</summary>
    public static RuleAuthorRecord Ask(PrivateKey account, Guid accountId, DateTimeOffset now)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return new RuleAuthorRecord(accountId, PublicKeyOf(account).ToBytes(), created, created + RuleAuthorRecord.Life, []);
    }

    /// <summary>64 bytes.</summary>
    public static byte[] AsAuthor(PrivateKey account, RuleProposal proposal, InstanceId instance)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var key = Of(account);
        return key.Sign(proposal.ForAuthor(instance));
    }

    /// <summary>64 bytes.</summary>
    public static byte[] AsActivator(PrivateKey account, Guid accountId, RuleProposal proposal, InstanceId instance, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var key = Of(account);
        return key.Sign(proposal.ForActivator(instance, accountId, at));
    }

    /// <summary>The signature of the body whose desk this key belongs to.</summary>
    /// <exception cref="ArgumentException">The desk does not speak for its body.</exception>
    public static BodySignature AsBody(UnitPrivateKey desk, RuleProposal proposal, InstanceId instance)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(proposal);
        if (desk.Domain is not (KeyDomain.Pik or KeyDomain.Helpline) || desk.Desk != RuleChain.DeskOf(desk.Domain))
        {
            throw new ArgumentException("Only the Inspectorate and the helpline co-sign rules.", nameof(desk));
        }

        return new BodySignature(desk.Domain, desk.Epoch, desk.Signing.Sign(proposal.ForBody(instance, desk.Domain)));
    }

    private static SigningKey Of(PrivateKey account)
    {
        ArgumentNullException.ThrowIfNull(account);
        Span<byte> scalar = stackalloc byte[P256.ScalarSize];
        try
        {
            // A value outside of the curve's order comes once in 2^32; then the next one.
            for (byte round = 0; ; round++)
            {
                HKDF.DeriveKey(HashAlgorithmName.SHA256, account.Scalar, scalar, [], Hkdf.Label(Label, [round]));
                if (P256.IsScalar(scalar))
                {
                    return SigningKey.FromScalar(scalar);
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }
}
