namespace ReportingService.Sealing;

/// <summary>Crockford's base 32 as people type it: any case, look-alikes of three scripts' keyboards, separators ignored.</summary>
internal static class ReceiptAlphabet
{
    internal const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A character that is none of the alphabet's.</summary>
    internal const int Unknown = -1;

    /// <summary>Something between characters: nothing to read.</summary>
    internal const int Separator = -2;

    // Typed -> meant. Letters Crockford leaves out; Cyrillic that looks the same in either case; Albanian and Serbian letters a phone may put.
    private const string Typed = "OILU" + "АВЕКМНОРСТХУЈЅІЗ" + "ËÇČĆŠŽĐ";
    private const string Meant = "011V" + "ABEKMH0PCTXYJS13" + "ECCCSZD";

    /// <summary>The value 0 to 31, <see cref="Unknown"/> or <see cref="Separator"/>.</summary>
    internal static int Read(char typed)
    {
        if (char.IsWhiteSpace(typed) || char.IsControl(typed) || char.GetUnicodeCategory(typed) is System.Globalization.UnicodeCategory.DashPunctuation
            or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.ConnectorPunctuation
            || typed is '.' or ',' or ';' or ':' or '/' or '|' or '\u2212' or '\u00b7')
        {
            return Separator;
        }

        var upper = char.ToUpperInvariant(typed);
        var lookAlike = Typed.IndexOf(upper, StringComparison.Ordinal);
        return Letters.IndexOf(lookAlike >= 0 ? Meant[lookAlike] : upper, StringComparison.Ordinal);
    }
}
