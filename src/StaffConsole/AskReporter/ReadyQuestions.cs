using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>A question that can be sent as it is: shown in the officer's language, sent in the reporter's.</summary>
/// <param name="Key">By which a form names it.</param>
/// <param name="Shown">In the officer's language.</param>
/// <param name="Sent">In every language a reporter may read, by tag.</param>
public sealed record ReadyQuestion(string Key, string Shown, IReadOnlyDictionary<string, string> Sent);

/// <summary>The questions asked most, in all languages of the service. An officer can ask well in a language they do not write.</summary>
public sealed class ReadyQuestions(Texts texts, TextCatalogue catalogue)
{
    private static readonly string[] OfPolice = ["where", "when", "still", "danger", "who", "vehicle", "evidence", "seen", "safe", "thanks"];

    /// <summary>Whether it is safe to write comes first: what is asked after it may put somebody in danger.</summary>
    private static readonly string[] OfHelpline = ["safe_write", "safe", "alone", "danger", "need", "consent", "still", "when", "where", "evidence", "thanks"];

    /// <summary>Those that the staff of a body ask.</summary>
    public IReadOnlyList<ReadyQuestion> Of(KeyDomain? domain)
        => [.. (domain == KeyDomain.Helpline ? OfHelpline : OfPolice).Select(key => new ReadyQuestion(
            key, texts["staff.ready." + key], SiteLanguage.All.ToDictionary(language => language.Tag, language => catalogue.Get(language, "staff.ready." + key), StringComparer.Ordinal)))];

    /// <summary>The language a reporter reads, as far as the labels tell.</summary>
    public static SiteLanguage LanguageOf(ReportLabels? labels) => labels switch
    {
        { Language: Language.En } => SiteLanguage.En,
        { Language: Language.Sr or Language.Bs, Script: Script.Cyrl } => SiteLanguage.SrCyrl,
        { Language: Language.Sr or Language.Bs } => SiteLanguage.SrLatn,
        _ => SiteLanguage.Sq,
    };

    /// <summary>The words of a question in a language; null for anything that is no ready question.</summary>
    public string? Words(string? key, string? tag)
        => OfPolice.Contains(key) || OfHelpline.Contains(key) ? catalogue.Get(SiteLanguage.Find(tag) ?? SiteLanguage.Sq, "staff.ready." + key) : null;

    /// <summary>Own words, and the chosen question beneath them.</summary>
    public string Join(string? own, string? key, string? tag)
        => string.Join('\n', new[] { (own ?? "").Trim().ReplaceLineEndings("\n"), Words(key, tag) ?? "" }.Where(part => part.Length > 0));
}
