using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Model;

namespace ReportingService.Labelling.Findings;

/// <summary>
/// Weighs what the lexicons found against what the model reads. The model adds and never takes away protection, danger or
/// a flag; where it must decide who does not get a report, doubt is enough. Into quarantine it puts what no lexicon knows a word of, and what it is sure of (decision 0021).
/// </summary>
internal static class Weighing
{
    /// <summary>From here on the model alone says that life is in danger now.</summary>
    public const double Danger = 0.3;

    /// <summary>From here on it says so although a word speaks of the past: "he fell a minute ago and does not open his eyes".</summary>
    public const double DangerForSure = 0.7;

    private const double LexiconShare = 0.3;
    private const double MostLexicon = 4;

    // From here on the model alone says that police may be complained of: where they are named, and where they are not.
    private const double ComplaintNamed = 0.1;
    private const double ComplaintUnnamed = 0.15;

    private const double ComplaintForSure = 0.5;

    // A question about police asks more.
    private const double ComplaintBesideQuestion = 0.3;

    // Below this, police that are only named, and do nothing that a phrase of a complaint fits, are not complained of.
    private const double NoComplaint = 0.06;

    // Signs that choose between two units, and signs that make a report more urgent.
    private const double UnitSign = 0.1;
    private const double UrgentSign = 0.1;

    private const double OnlyManners = 0.2;
    private const double NotOnlyManners = 0.1;
    private const double MannersForSure = 0.35;
    private const double SomebodyElse = 0.05;
    private const double ForAnother = 0.4;
    private const double MuchLess = 0.3;
    private const double Victim = 0.15;
    private const double VictimLess = 0.2;
    private const double LeastModel = 0.05;

    // From here on the model is believed where a text has few words.
    private const double FewWords = 0.4;
    private const double PlainSpam = 0.7;
    private const double SpamBesideWord = 0.85;
    private const double SpamForSure = 0.85;

    /// <summary>
    /// Whether a flag holds. The numbers are those at which, on texts the model was not trained on, most is found without being wrong as often
    /// again: from the first on the model alone sets the flag (what is rare is never likely in its eyes, so they are small); below the second
    /// it takes back what only a word found. What keeps a report from somebody is never taken back.
    /// </summary>
    public static bool Holds(ReportFlag flag, bool found, Reading? reading)
    {
        if (reading is null)
        {
            return found;
        }

        var (alone, beside) = Limits(flag);
        var likely = reading.Of(flag);
        return found ? reading.IsOfFewWords || likely >= beside : likely >= (reading.IsOfFewWords ? FewWords : alone);
    }

    private static (double Alone, double Beside) Limits(ReportFlag flag) => flag switch
    {
        ReportFlag.Child => (0.15, 0.02),
        ReportFlag.VictimSelf => (0.1, 0.01),
        ReportFlag.VictimHeld => (0.016, 0),
        ReportFlag.Weapon => (0.04, 0.01),
        ReportFlag.Explosive => (0.015, 0),
        ReportFlag.InProgress => (0.06, 0.03),
        ReportFlag.EventDated => (0.03, 0.012),
        ReportFlag.Threat => (0.03, 0),
        ReportFlag.SubjectIsPolice => (0.1, 0),
        ReportFlag.ExcludedUnitRequested => (0.02, 0),
        ReportFlag.PossibleInsider => (0.03, 0),
        ReportFlag.ConflictOfInterest => (0.016, 0),
        ReportFlag.EvidenceOffered => (0.04, 0.015),
        ReportFlag.HateCrime => (0.025, 0),
        ReportFlag.Journalist => (0.02, 0),
        ReportFlag.DomesticViolence => (0.05, 0.03),
        ReportFlag.SafeContactOnly => (0.05, 0.01),
        ReportFlag.AsksAnonymity => (0.02, 0.004),
        ReportFlag.ThirdParty => (0.06, 0.05),
        ReportFlag.Whistleblower => (0.02, 0.01),
        ReportFlag.InjectionAttempt => (0.01, 0.004),
        ReportFlag.PiiInText => (0.03, 0.006),
        _ => throw new ArgumentOutOfRangeException(nameof(flag)),
    };

    /// <summary>From here on the model alone sets a sign.</summary>
    public static double SignFrom(int head, Reading reading) => reading.IsOfFewWords ? FewWords : head < Heads.FirstSign + Heads.UnitSigns ? UnitSign : UrgentSign;

    /// <summary>Whether police may be complained of although no phrase of a complaint fits.</summary>
    public static bool MayComplain(Reading reading, bool policeNamed)
        => Complaint(reading) >= Math.Max(policeNamed ? ComplaintNamed : reading.IsOfFewWords ? FewWords : ComplaintUnnamed, ComplaintBesideQuestion * reading.Of(Category.InformationRequest));

    /// <summary>Whether the model is sure of a complaint, so that even a danger does not take it to the police.</summary>
    public static bool IsComplaintForSure(Reading? reading) => reading is not null && Complaint(reading) >= ComplaintForSure;

    /// <summary>Whether police that are only named can be told from police complained of: a question about opening hours is no complaint.</summary>
    public static bool OnlyNamed(Reading reading) => Complaint(reading) < NoComplaint;

    /// <summary>Whether a complaint is of manners although a word of a crime stands in it.</summary>
    public static bool IsOfMannersForSure(Reading? reading) => reading?.Discipline >= MannersForSure;

    /// <summary>Whether a complaint is of manners only, by a phrase and the model's doubt, or by the model alone.</summary>
    public static bool IsOfManners(Reading? reading, bool phrase) => reading is null ? phrase : reading.Discipline >= (phrase ? NotOnlyManners : OnlyManners);

    /// <summary>Whether the model is sure that the writer is not the victim.</summary>
    public static bool IsOfSomebodyElse(Reading? reading) => reading?.Of(ReportFlag.VictimSelf) < SomebodyElse;

    /// <summary>Whether the writer is the victim rather than somebody who writes for the victim.</summary>
    public static bool IsRatherTheVictim(Reading? reading) => reading is null || reading.Of(ReportFlag.ThirdParty) < MuchLess * reading.Of(ReportFlag.VictimSelf);

    /// <summary>Whether somebody writes for the victim rather than the victim.</summary>
    public static bool IsRatherForAnother(Reading? reading) => reading is not null && reading.Of(ReportFlag.VictimSelf) < MuchLess * reading.Of(ReportFlag.ThirdParty);

    /// <summary>Whether the writer may be the victim whom the helpline protects: doubt is enough, unless somebody else's harm is far likelier.</summary>
    public static bool MayBeTheVictim(Reading reading)
        => reading.Of(ReportFlag.VictimSelf) >= Math.Max(Victim, VictimLess * reading.Of(ReportFlag.ThirdParty));

    /// <summary>Whether somebody writes for another surely enough that the police may get what a victim alone would write to the helpline.</summary>
    public static bool IsForAnother(bool found, Reading? reading) => found || reading?.Of(ReportFlag.ThirdParty) >= ForAnother;

    private static double Complaint(Reading reading) => Math.Max(reading.Of(ReportFlag.SubjectIsPolice), reading.Of(Category.PoliceMisconduct));

    // What rubbish may seem to hold too; any other flag keeps a text out of quarantine.
    private static bool IsHarmless(ReportFlag flag) => flag is ReportFlag.VictimSelf or ReportFlag.InProgress or ReportFlag.PiiInText or ReportFlag.ThirdParty;

    /// <summary>Whether the model is sure of rubbish. Threat: a real report in quarantine; a word of a category beside it must be
    /// outweighed, and where there is one of danger or harm, nothing is rubbish.</summary>
    public static bool IsRubbish(CategoryScores scores, Reading reading)
        => scores.OtherViolence <= 0
           && scores.Best(c => c is not (Category.Spam or Category.InformationRequest)).Weight is var weight
           && reading.Of(Category.Spam) >= (weight <= 0 ? PlainSpam : weight <= 1 ? SpamBesideWord : 2);

    /// <summary>
    /// Whether the model is so sure of rubbish that words of a matter in it tell nothing: costumes of police for sale, orders to this service.
    /// Of 6,625 reports by authors it was not trained on, none was above 0.8.
    /// </summary>
    public static bool IsRubbishForSure(Reading? reading) => reading?.Of(Category.Spam) >= SpamForSure;

    /// <summary>The category both speak for most. A complaint about police that is only possible keeps its flag, which protects the report, and leaves the category to what else is told.</summary>
    public static (Category? Category, LabelSource Source) Of(CategoryScores scores, Reading reading, Category? lexical, PoliceFinding complaint, IReadOnlyCollection<ReportFlag> found)
    {
        if (lexical == Category.Spam)
        {
            return (lexical, LabelSource.Lexicon);
        }

        if (found.All(IsHarmless) && IsRubbish(scores, reading))
        {
            return (Category.Spam, LabelSource.Model);
        }

        var best = (Category: (Category?)null, Sum: double.NegativeInfinity);
        foreach (var category in Enum.GetValues<Category>())
        {
            if (category is Category.Spam or Category.Emergency || (category == Category.PoliceMisconduct && !complaint.Subject))
            {
                continue;
            }

            var weight = category switch
            {
                Category.PoliceMisconduct => complaint.Weight,
                Category.Robbery => Math.Max(scores[category], Math.Min(scores.OtherViolence, 2)),
                _ => scores[category],
            };
            var sum = Math.Log(reading.Of(category) + 1e-4) + (LexiconShare * Math.Min(weight, MostLexicon));
            best = sum > best.Sum ? (category, sum) : best;
        }

        return best.Category is { } written && (scores[written] > 0 || written == lexical || reading.Of(written) >= (reading.IsOfFewWords ? FewWords : LeastModel))
            ? (written, written == lexical ? LabelSource.Lexicon : LabelSource.Model)
            : (lexical, LabelSource.Lexicon);
    }
}
