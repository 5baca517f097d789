using System.Reflection;
using System.Text.Json;

namespace ReportingService.Web.Languages;

/// <summary>
/// Every sentence of the pages, by language. An assembly brings its own as embedded resources named
/// <c>Languages/&lt;area&gt;.&lt;sq|sr-Latn|en&gt;.json</c> (flat objects; <c>WithCulture="false"</c> in the project file,
/// or they vanish into satellites). Serbian Cyrillic is derived from Serbian Latin; the area's optional
/// <c>&lt;area&gt;.sr-Cyrl.exceptions.json</c> names the words that the rule would get wrong.
/// </summary>
public sealed class TextCatalogue
{
    private readonly Dictionary<string, Dictionary<string, string>> byLanguage;

    /// <summary>Loads the texts of these assemblies; the texts of Web are always there.</summary>
    public TextCatalogue(params IEnumerable<Assembly> assemblies)
    {
        var all = assemblies.Prepend(typeof(TextCatalogue).Assembly).Distinct().ToList();
        byLanguage = new(StringComparer.Ordinal)
        {
            [SiteLanguage.Sq.Tag] = Read(all, ".sq.json"),
            [SiteLanguage.SrLatn.Tag] = Read(all, ".sr-Latn.json"),
            [SiteLanguage.En.Tag] = Read(all, ".en.json"),
        };
        var cyrillic = new SerbianCyrillic(Read(all, ".sr-Cyrl.exceptions.json"));
        byLanguage[SiteLanguage.SrCyrl.Tag] = byLanguage[SiteLanguage.SrLatn.Tag]
            .ToDictionary(entry => entry.Key, entry => cyrillic.Of(entry.Value), StringComparer.Ordinal);
        Transliterate = cyrillic.Of;
    }

    /// <summary>Serbian Latin to Cyrillic, for names that come from data (units, municipalities).</summary>
    public Func<string, string> Transliterate { get; }

    /// <summary>The keys a language has; tests compare them.</summary>
    public IReadOnlyCollection<string> KeysOf(SiteLanguage language) => byLanguage[language.Tag].Keys;

    /// <summary>True when the language has this key.</summary>
    public bool Has(SiteLanguage language, string key) => byLanguage[language.Tag].ContainsKey(key);

    /// <summary>The sentence; in another language when missing, for a page with a foreign sentence is better than none. Tests keep that from happening.</summary>
    public string Get(SiteLanguage language, string key)
        => byLanguage[language.Tag].TryGetValue(key, out var text)
            || byLanguage[SiteLanguage.Sq.Tag].TryGetValue(key, out text)
            || byLanguage[SiteLanguage.En.Tag].TryGetValue(key, out text)
                ? text
                : key;

    private static Dictionary<string, string> Read(IEnumerable<Assembly> assemblies, string ending)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            foreach (var name in assembly.GetManifestResourceNames())
            {
                if (!name.StartsWith("Languages/", StringComparison.Ordinal) || !name.EndsWith(ending, StringComparison.Ordinal))
                {
                    continue;
                }

                using var stream = assembly.GetManifestResourceStream(name)!;
                foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
                {
                    if (!texts.TryAdd(key, text) && ending != ".sr-Cyrl.exceptions.json")
                    {
                        throw new InvalidOperationException($"The text '{key}' stands twice; the second is in {name}.");
                    }
                }
            }
        }

        return texts;
    }
}
