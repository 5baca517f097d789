using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ReportingService.Data;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// Hash of what a page shows of a draft; the form that signs carries it. Threat: somebody who writes to the database exchanges the text
/// between the page and the click and puts it back afterwards: the draft's number of changes says nothing of that.
/// </summary>
public static class ShownDraft
{
    /// <summary>Over all that is signed or goes into the version: text, purpose, what it restores, its author, and the version it follows on.</summary>
    public static string HashOf(RuleDraft draft, AcceptedVersion inForce)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(inForce);
        return HashOf(draft.Id.ToByteArray(), draft.AuthorId.ToByteArray(), Number(draft.Restores), Number(draft.Follows), inForce.Hash, Encoding.UTF8.GetBytes(draft.Purpose), draft.Content);
    }

    /// <summary>Over what its author writes: the version in force may change between saving and proposing.</summary>
    public static string HashOfWritten(RuleDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return HashOf(draft.AuthorId.ToByteArray(), Number(draft.Restores), Encoding.UTF8.GetBytes(draft.Purpose), draft.Content);
    }

    private static byte[] Number(int? number) => Encoding.UTF8.GetBytes(number?.ToString(CultureInfo.InvariantCulture) ?? "-");

    /// <summary>Each part with its length, so that nothing moves from one part to the next.</summary>
    private static string HashOf(params byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
