using System.Security.Cryptography;
using System.Text.Json;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>Between the rows of the database and the records whose signatures are checked.</summary>
public static class RuleRows
{
    /// <summary>The record a row claims to be.</summary>
    public static RuleAuthorRecord ToRecord(this RuleAuthor row) => new(row.AccountId, row.SigningPublicKey, row.CreatedAt, row.ExpiresAt, row.Signature ?? []);

    /// <summary>The row of a record: waiting while nobody has signed it.</summary>
    public static RuleAuthor ToRow(this RuleAuthorRecord record) => new()
    {
        AccountId = record.AccountId,
        SigningPublicKey = record.SigningPublicKey,
        CreatedAt = record.CreatedAt,
        ExpiresAt = record.ExpiresAt,
        Signature = record.IsPending ? null : record.Signature,
    };

    /// <summary>The version a row claims to be, if it followed on <paramref name="previous"/>.</summary>
    /// <exception cref="FormatException">The row holds something else.</exception>
    public static RuleVersionRecord ToRecord(this RuleVersion row, byte[] previous)
    {
        var (author, activator) = (RuleAuthorRecord.FromBytes(row.Author), RuleAuthorRecord.FromBytes(row.Activator));
        return new RuleVersionRecord(
            new RuleProposal(row.Number, previous, row.Content, author.AccountId), author, row.AuthorSignature, activator, row.ActivatorSignature, row.ActivatedAt,
            Bodies(row.PikEpoch, row.PikSignature, row.HelplineEpoch, row.HelplineSignature));
    }

    /// <summary>Of everything a row holds, what nobody signs included.</summary>
    public static string HashOf(RuleVersion row) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(row)));

    /// <summary>The co-signatures that a draft has got.</summary>
    public static IReadOnlyList<BodySignature> Bodies(this RuleDraft draft) => Bodies(draft.PikEpoch, draft.PikSignature, draft.HelplineEpoch, draft.HelplineSignature);

    private static List<BodySignature> Bodies(int? pikEpoch, byte[]? pik, int? helplineEpoch, byte[]? helpline)
    {
        List<BodySignature> bodies = [];
        if (pik is not null)
        {
            bodies.Add(new BodySignature(KeyDomain.Pik, pikEpoch ?? 0, pik));
        }

        if (helpline is not null)
        {
            bodies.Add(new BodySignature(KeyDomain.Helpline, helplineEpoch ?? 0, helpline));
        }

        return bodies;
    }
}
