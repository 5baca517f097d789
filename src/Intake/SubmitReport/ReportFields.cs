using System.Globalization;
using System.Text;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.Forms;
using ReportingService.Labelling;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.SubmitReport;

/// <summary>The fields of a report, the same names in the form and in the API.</summary>
public sealed class ReportFields(RoutingData routing)
{
    public const string Text = "text";
    public const string Category = "category";
    public const string Municipality = "municipality";
    public const string Place = "place";
    public const string Language = "language";
    public const string InProgress = "inProgress";
    public const string AboutPolice = "aboutPolice";
    public const string Victim = "victim";
    public const string Child = "child";
    public const string HelplineOnly = "helplineOnly";
    public const string ConcernedUnit = "concernedUnit";
    public const string Token = "token";
    public const string Files = "files";

    /// <summary>The boxes to tick.</summary>
    public static IReadOnlyList<string> Ticks { get; } = [InProgress, Victim, Child, HelplineOnly, AboutPolice];

    /// <summary>Every field but the files.</summary>
    public static IReadOnlyList<string> All { get; } = [Text, Category, Municipality, Place, Language, .. Ticks, ConcernedUnit, Token];

    /// <summary>The categories a person can choose. Emergencies are asked for by "happening now", nonsense by nobody.</summary>
    public static IReadOnlyList<Category> Choosable { get; } =
        [.. Enum.GetValues<Category>().Where(category => category is not (Core.Vocabulary.Category.Emergency or Core.Vocabulary.Category.Spam))];

    /// <summary>The units a person can name, stations first.</summary>
    public IReadOnlyList<Desk> ConcernedUnits { get; } =
        [.. routing.Desks.All.Where(desk => !desk.External && desk.Unit is not ("EMERG" or "HELPLINE" or "INFO" or "SPAM"))];

    /// <summary>Checks the fields. <paramref name="strict"/> (the API) also refuses unknown and repeated ones.</summary>
    public (PlainReport? Report, ProblemCode? Problem, string? Field) Read(PlainForm form, bool strict)
    {
        if (strict && form.Names.FirstOrDefault(name => !All.Contains(name)) is not null)
        {
            return (null, ProblemCode.UnknownField, null);
        }

        if (strict && form.Repeated.Count > 0)
        {
            return (null, ProblemCode.RepeatedField, form.Repeated[0]);
        }

        var text = form[Text].Trim();
        if (!text.EnumerateRunes().Any(IsVisible))
        {
            return (null, ProblemCode.TextMissing, Text);
        }

        if (text.Length > FormLimits.Text)
        {
            return (null, ProblemCode.TextTooLong, Text);
        }

        var place = form[Place].Trim();
        if (place.Length > FormLimits.Place)
        {
            return (null, ProblemCode.PlaceTooLong, Place);
        }

        Category? category = null;
        if (form[Category] is { Length: > 0 } code)
        {
            if (!Codes.TryParse<Category>(code, out var known))
            {
                return (null, ProblemCode.InvalidValue, Category);
            }

            category = known;
        }

        if (form[Municipality] is { Length: > 0 } slug && routing.Municipalities.Find(slug) is null)
        {
            return (null, ProblemCode.InvalidValue, Municipality);
        }

        if (form[ConcernedUnit] is { Length: > 0 } unit && routing.Desks.Find(unit) is null && !routing.Desks.Units.Contains(unit))
        {
            return (null, ProblemCode.InvalidValue, ConcernedUnit);
        }

        if (form[Language] is { Length: > 0 } language && SiteLanguage.Find(language) is null && language != "sr")
        {
            return (null, ProblemCode.InvalidValue, Language);
        }

        if (Ticks.FirstOrDefault(name => form[name] is not ("" or "true" or "false" or "on")) is { } wrong)
        {
            return (null, ProblemCode.InvalidValue, wrong);
        }

        var ticks = new ReportTicks(
            category,
            form[Municipality] is { Length: > 0 } municipality ? municipality : null,
            null,
            form.IsTicked(InProgress),
            form.IsTicked(AboutPolice),
            form.IsTicked(Victim),
            form.IsTicked(Child),
            form.IsTicked(HelplineOnly),
            form[ConcernedUnit] is { Length: > 0 } concerned ? concerned : null);
        return (new PlainReport(new PlainText(text, place.Length > 0 ? place : null), ticks), null, null);
    }

    /// <summary>Zero-width and control characters alone are no report.</summary>
    private static bool IsVisible(Rune rune)
        => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
