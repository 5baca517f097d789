using System.Security.Cryptography;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>
/// What everybody signs who stands behind a version of the rules: its number, what it follows on, its exact bytes and its author. A version
/// that follows on another one, or another text, is another proposal; no signature fits both.
/// </summary>
/// <param name="Number">From 1.</param>
/// <param name="Previous">Hash of the version before; of the rules in the routing folder for number 1.</param>
/// <param name="Content">The rules as written, UTF-8 JSON.</param>
/// <param name="AuthorId">Who wrote it.</param>
public sealed record RuleProposal(int Number, byte[] Previous, byte[] Content, Guid AuthorId)
{
    /// <summary>What the first version follows on.</summary>
    public static byte[] HashOfFirstRules(byte[] rules) => SHA256.HashData([.. Hkdf.Label("first-rules"), 0x00, .. rules]);

    /// <summary>The bytes that the author signs.</summary>
    public byte[] ForAuthor(InstanceId instance) => RuleBytes.Proposal(this, instance, "author");

    /// <summary>The bytes that a member of a body signs with the body's key.</summary>
    public byte[] ForBody(InstanceId instance, KeyDomain body) => RuleBytes.Proposal(this, instance, "body:" + Core.Vocabulary.Codes.Of(body));

    /// <summary>The bytes that the second rule author signs.</summary>
    public byte[] ForActivator(InstanceId instance, Guid activator, DateTimeOffset at) => RuleBytes.Activation(this, instance, activator, at);
}
