using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Sealing;

/// <summary>The bytes that are signed under routing rules (EnvelopeFormat.md, 12).</summary>
internal static class RuleBytes
{
    private static readonly byte[] AuthorLabel = [.. Hkdf.Label("rule-author"), 0x00];
    private static readonly byte[] VersionLabel = [.. Hkdf.Label("rule-version"), 0x00];

    internal static byte[] Author(RuleAuthorRecord record, InstanceId instance) => [.. AuthorLabel, .. instance.ToBytes(), .. Fields(record)];

    internal static byte[] Proposal(RuleProposal proposal, InstanceId instance, string role)
    {
        var name = Encoding.ASCII.GetBytes(role);
        return
        [
            .. VersionLabel, .. instance.ToBytes(), (byte)name.Length, .. name, .. Number(proposal.Number), .. SHA256.HashData(proposal.Previous),
            .. SHA256.HashData(proposal.Content), .. proposal.AuthorId.ToByteArray(bigEndian: true),
        ];
    }

    internal static byte[] Activation(RuleProposal proposal, InstanceId instance, Guid activator, DateTimeOffset at)
        => [.. Proposal(proposal, instance, "activator"), .. activator.ToByteArray(bigEndian: true), .. Time(at)];

    internal static byte[] Carried(RuleAuthorRecord record) => [.. Fields(record), .. record.Signature];

    internal static RuleAuthorRecord ReadAuthor(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != RuleAuthorRecord.Size)
        {
            throw new FormatException("Not the record of a rule author.");
        }

        return new RuleAuthorRecord(
            new Guid(bytes[..16], bigEndian: true), bytes[16..81].ToArray(), ReadTime(bytes[81..89]), ReadTime(bytes[89..97]), bytes[97..].ToArray());
    }

    private static byte[] Fields(RuleAuthorRecord record)
        => [.. record.AccountId.ToByteArray(bigEndian: true), .. record.SigningPublicKey, .. Time(record.CreatedAt), .. Time(record.ExpiresAt)];

    private static byte[] Number(int value)
    {
        var four = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, value);
        return four;
    }

    private static byte[] Time(DateTimeOffset value)
    {
        var eight = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, value.ToUnixTimeSeconds());
        return eight;
    }

    private static DateTimeOffset ReadTime(ReadOnlySpan<byte> bytes)
    {
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return seconds is >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new FormatException("A time is out of range.");
    }
}
