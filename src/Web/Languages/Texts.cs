namespace ReportingService.Web.Languages;

/// <summary>The texts of the page being answered, in its reader's language. One per request; the host sets <see cref="Language"/> first.</summary>
public sealed class Texts(TextCatalogue catalogue)
{
    /// <summary>The reader's language.</summary>
    public SiteLanguage Language { get; set; } = SiteLanguage.Sq;

    /// <summary>The sentence of a key.</summary>
    public string this[string key] => catalogue.Get(Language, key);

    /// <summary>The sentence of a key with its <c>{name}</c> placeholders filled. Not yet escaped: Razor does that.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> values]
    {
        get
        {
            var text = catalogue.Get(Language, key);
            foreach (var (name, value) in values)
            {
                text = text.Replace("{" + name + "}", Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            }

            return text;
        }
    }

    /// <summary>True when there is a sentence for the key.</summary>
    public bool Has(string key) => catalogue.Has(Language, key);

    /// <summary>Chooses among names that come from data; <paramref name="sr"/> is Latin and is transliterated for Cyrillic readers.</summary>
    public string NameOf(string sq, string sr, string en) => Language.Tag switch
    {
        "en" => en,
        "sr-Latn" => sr,
        "sr-Cyrl" => catalogue.Transliterate(sr),
        _ => sq,
    };
}
