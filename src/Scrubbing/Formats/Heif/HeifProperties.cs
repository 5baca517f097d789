using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Rewrites one item property, or says that it goes.</summary>
internal static class HeifProperties
{
    private static ReadOnlySpan<byte> HevcAlpha => "urn:mpeg:hevc:2015:auxid:1\0"u8;

    private static ReadOnlySpan<byte> Alpha => "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"u8;

    /// <summary>True when the auxiliary type is transparency.</summary>
    public static bool IsAlpha(ReadOnlySpan<byte> auxC) =>
        auxC.Length > 4 && (auxC[4..].StartsWith(HevcAlpha) || auxC[4..].StartsWith(Alpha));

    /// <summary>The body to write, or null when the property is dropped.</summary>
    public static byte[]? Rewrite(string type, byte[] body, ScrubContext context)
    {
        var rules = context.Rules;
        switch (type)
        {
            case "ispe":
                Require(body.Length == 12);
                context.RequirePixels(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(8)));
                return [0, 0, 0, 0, .. body[4..]];
            case "pixi":
                Require(body.Length >= 5 && body.Length >= 5 + body[4] && body[4] is >= 1 and <= 4);
                return [0, 0, 0, 0, .. body.AsSpan(4, 1 + body[4])];
            case "irot":
                Require(body.Length >= 1);
                return [(byte)(body[0] & 3)];
            case "imir":
                Require(body.Length >= 1);
                return [(byte)(body[0] & 1)];
            case "clap":
                Require(body.Length == 32);
                return body;
            case "pasp":
                Require(body.Length == 8);
                return body;
            case "hvcC":
                return CodedPicture.HevcConfig(body, !rules.Hold(HeifRules.ConfigArrays), context);
            case "av1C":
                return CodedPicture.Av1Config(body, !rules.Hold(HeifRules.ConfigArrays));
            case "auxC" when IsAlpha(body):
                var name = body.AsSpan(4).StartsWith(Alpha) ? Alpha : HevcAlpha;
                return rules.Hold(HeifRules.AuxiliaryData) ? [0, 0, 0, 0, .. name] : body;
            case "colr":
                return Colour(body, context);
            case "a1op" or "lsel":
                Require(body.Length == (type == "a1op" ? 1 : 2));
                return body;
            default:
                return rules.Hold(HeifRules.Properties) ? null : body;
        }
    }

    /// <summary>True for a body that <see cref="Rewrite"/> may have made; the second look, on its own terms.</summary>
    public static bool IsAllowed(string type, ReadOnlySpan<byte> body) => type switch
    {
        "ispe" => body.Length == 12 && !body[..4].ContainsAnyExcept((byte)0),
        "pixi" => body.Length >= 6 && body.Length == 5 + body[4] && body[4] <= 4,
        "irot" => body.Length == 1 && body[0] <= 3,
        "imir" => body.Length == 1 && body[0] <= 1,
        "clap" => body.Length == 32,
        "pasp" => body.Length == 8,
        "a1op" => body.Length == 1,
        "lsel" => body.Length == 2,
        "auxC" => body.Length > 4 && (body[4..].SequenceEqual(Alpha) || body[4..].SequenceEqual(HevcAlpha)),
        "colr" => body.StartsWith("nclx"u8) ? body.Length == 11 && (body[10] & 0x7F) == 0 : body.StartsWith("prof"u8) && IsCanonicalProfile(body[4..]),
        "hvcC" => IsHevcConfig(body),
        "av1C" => body.Length >= 4 && CodedPicture.Obus(body[4..]).TrueForAll(o => o.Type == 1),
        _ => false,
    };

    private static bool IsCanonicalProfile(ReadOnlySpan<byte> bytes)
    {
        foreach (var profile in CanonicalIcc.Profiles)
        {
            if (profile.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHevcConfig(ReadOnlySpan<byte> body)
    {
        var at = 23;
        for (var a = 0; body.Length >= 23 && a < body[22]; a++)
        {
            if (body.Length < at + 3 || (body[at] & 0x3F) is not (32 or 33 or 34))
            {
                return false;
            }

            var units = BinaryPrimitives.ReadUInt16BigEndian(body[(at + 1)..]);
            at += 3;
            for (var u = 0; u < units; u++)
            {
                if (body.Length < at + 2)
                {
                    return false;
                }

                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            }
        }

        return at == body.Length;
    }

    private static byte[]? Colour(byte[] body, ScrubContext context)
    {
        if (body.AsSpan().StartsWith("nclx"u8))
        {
            Require(body.Length >= 11);
            return [.. body[..10], (byte)(body[10] & 0x80)];
        }

        if (!context.Rules.Hold(HeifRules.Icc))
        {
            return body;
        }

        return body.Length > 4 && IccRecognition.Recognise(body.AsSpan(4)) is { } profile ? [.. "prof"u8, .. profile.Bytes] : null;
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw RefusedException.Damaged("An item property of the wrong length.");
        }
    }
}
