using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>A question that can be sent as it is: shown in the officer's language, sent in the reporter's.</summary>
public sealed record ReadyQuestion(string Shown, string Sent);

/// <summary>The questions asked most, in all languages of the service. An officer can ask well in a language they do not write.</summary>
public sealed class ReadyQuestions(Texts texts, TextCatalogue catalogue)
{
    private static readonly string[] All = ["where", "when", "still", "danger", "who", "vehicle", "evidence", "seen", "safe", "thanks"];

    /// <summary>The language a reporter reads, as far as the labels tell.</summary>
    public static SiteLanguage LanguageOf(ReportLabels? labels) => labels switch
    {
        { Language: Language.En } => SiteLanguage.En,
        { Language: Language.Sr or Language.Bs, Script: Script.Cyrl } => SiteLanguage.SrCyrl,
        { Language: Language.Sr or Language.Bs } => SiteLanguage.SrLatn,
        _ => SiteLanguage.Sq,
    };

    /// <summary>The questions for a report with these labels.</summary>
    public IReadOnlyList<ReadyQuestion> In(ReportLabels? labels)
        => [.. All.Select(key => new ReadyQuestion(texts["staff.ready." + key], catalogue.Get(LanguageOf(labels), "staff.ready." + key)))];
}
