using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Sealing;

/// <summary>The JSON of <see cref="Trust"/> (EnvelopeFormat.md, 11).</summary>
internal static class TrustFile
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static Trust Read(Stream json)
    {
        try
        {
            var root = JsonNode.Parse(json)?.AsObject() ?? throw new FormatException("trust.json is empty.");
            if (Field(root, "version").GetValue<int>() != Version)
            {
                throw new FormatException("trust.json: unknown version.");
            }

            if (!Guid.TryParseExact(Field(root, "instance").GetValue<string>(), "N", out var instance))
            {
                throw new FormatException("trust.json: instance is not 32 hexadecimal digits.");
            }

            var named = Field(root, "domains").AsObject();
            var domains = Enum.GetValues<KeyDomain>().ToDictionary(domain => domain, domain =>
            {
                var keys = Field(named, Codes.Of(domain)).AsObject();
                return new DomainTrust(VerifyingKey.FromBytes(Bytes(keys, "root")), LastingKeys.Of(Bytes(keys, "recovery")));
            });
            return new Trust(new InstanceId(instance), domains, VerifyingKey.FromBytes(Bytes(root, "routerIdentity")));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or CryptographicException or ArgumentException)
        {
            throw new FormatException("trust.json: " + e.Message, e);
        }
    }

    internal static void Write(Stream json, Trust trust)
    {
        var domains = new JsonObject();
        foreach (var domain in Enum.GetValues<KeyDomain>())
        {
            var keys = trust.Of(domain);
            domains[Codes.Of(domain)] = new JsonObject
            {
                ["root"] = Convert.ToBase64String(keys.Root.Span),
                ["recovery"] = Convert.ToBase64String(keys.Recovery.Span),
            };
        }

        var root = new JsonObject
        {
            ["version"] = Version,
            ["instance"] = trust.Instance.ToString(),
            ["domains"] = domains,
            ["routerIdentity"] = Convert.ToBase64String(trust.RouterIdentity.Span),
        };
        JsonSerializer.Serialize(json, root, Indented);
    }

    private static JsonNode Field(JsonObject parent, string name)
        => parent[name] ?? throw new FormatException($"trust.json: {name} is missing.");

    private static byte[] Bytes(JsonObject parent, string name)
    {
        try
        {
            return Convert.FromBase64String(Field(parent, name).GetValue<string>());
        }
        catch (FormatException e)
        {
            throw new FormatException($"trust.json: {name} is not a key.", e);
        }
    }
}
