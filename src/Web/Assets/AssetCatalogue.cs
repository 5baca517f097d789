using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ReportingService.Web.Assets;

/// <summary>The styles, scripts and images of this host: embedded resources named <c>wwwroot/&lt;file&gt;</c> of Web and of the host's assembly. Nothing else can be asked for.</summary>
public sealed partial class AssetCatalogue
{
    private readonly Dictionary<string, Asset> assets = new(StringComparer.Ordinal);

    /// <summary>Loads the files of these assemblies after those of Web; a later file replaces an earlier one of the same name.</summary>
    public AssetCatalogue(params IEnumerable<Assembly> assemblies)
    {
        foreach (var assembly in assemblies.Prepend(typeof(AssetCatalogue).Assembly).Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("wwwroot/", StringComparison.Ordinal)))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                var name = resource["wwwroot/".Length..];
                assets[name] = Make(name, name.EndsWith(".css", StringComparison.Ordinal) ? WithoutFonts(bytes) : bytes);
            }
        }
    }

    /// <summary>The file of a name; null when there is none.</summary>
    public Asset? Find(string name) => assets.GetValueOrDefault(name);

    private static Asset Make(string name, byte[] bytes)
    {
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".ico" => "image/x-icon",
            _ => "application/octet-stream",
        };
        var version = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        return new Asset($"/assets/{name}?v={version}", type, bytes, type.StartsWith("text/", StringComparison.Ordinal) || name.EndsWith(".svg", StringComparison.Ordinal) ? Compress(bytes) : null);
    }

    /// <summary>
    /// The components bring a typeface whose licence is not ours. Its files are not shipped, and a browser that asked for
    /// them would meet our own content policy.
    /// </summary>
    private static byte[] WithoutFonts(byte[] css)
        => Encoding.UTF8.GetBytes(FontFace().Replace(Encoding.UTF8.GetString(css), string.Empty).Replace("GDS Transport,", string.Empty, StringComparison.Ordinal));

    [GeneratedRegex(@"@font-face\{[^}]*\}")]
    private static partial Regex FontFace();

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize))
        {
            brotli.Write(bytes);
        }

        return target.ToArray();
    }
}
