using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>
/// Which domain a report is protected to. An invariant in code: no rule data, administrator or database relaxes it.
/// Intake asks it before sealing, Triage again before routing.
/// </summary>
public static class ProtectionRule
{
    public static Protection Of(ReportLabels labels)
    {
        var concerned = Concerned(labels);

        // Threat: a helpline report in the hands of police. The reporter's tick stands before everything else.
        var wanted = labels.Ticks.HelplineOnly ? Protection.Helpline
            : IsVictimOfTheHelpline(labels) ? Protection.Helpline
            : IsAboutPolice(labels) ? ForMisconduct(labels, concerned)
            : labels.Has(Sign.NoPolice) ? WithoutPolice(labels)
            : Protection.None;
        return NeverTheOneConcerned(wanted, concerned);
    }

    /// <summary>The units the report complains of, ticked or found.</summary>
    public static IReadOnlyList<string> Concerned(ReportLabels labels)
        => labels.Ticks.ConcernedUnit is { Length: > 0 } ticked && !labels.ConcernedUnits.Contains(ticked)
            ? [ticked, .. labels.ConcernedUnits]
            : labels.ConcernedUnits;

    /// <summary>Whether the report complains of police, the Inspectorate or a unit of this service.</summary>
    public static bool IsAboutPolice(ReportLabels labels)
        => labels.Ticks.AboutPolice
           || labels.Has(ReportFlag.SubjectIsPolice)
           || labels.Category == Category.PoliceMisconduct
           || labels.Ticks.Category == Category.PoliceMisconduct
           || Concerned(labels).Any(code => !IsOutside(code));

    // The cases (a), (b), (c) of the domain: the victim's own report is the helpline's alone;
    // someone else's goes to the investigators; unclear is taken as the victim's unless told in the third person.
    private static bool IsVictimOfTheHelpline(ReportLabels labels)
    {
        if (labels.Urgency == Urgency.Emergency)
        {
            return false; // the writer has called for help now
        }

        var victim = labels.Ticks.Victim || labels.Has(ReportFlag.VictimSelf);
        return IsOf(labels, Category.Trafficking) ? victim || labels.Person != WriterPerson.Third
            : victim && (IsOf(labels, Category.DomesticViolence) || (labels.Ticks.Victim && labels.Has(ReportFlag.DomesticViolence)));
    }

    // Threat: a wrong tick or a wrong reading of the text takes the protection away; either one is enough.
    private static bool IsOf(ReportLabels labels, Category category) => labels.Category == category || labels.Ticks.Category == category;

    private static Protection ForMisconduct(ReportLabels labels, IReadOnlyList<string> concerned)
        => labels.Misconduct == MisconductKind.Discipline && !concerned.Any(IsHeadquarters) ? Protection.Internal : Protection.Pik;

    private static Protection WithoutPolice(ReportLabels labels)
        => IsOf(labels, Category.DomesticViolence) || IsOf(labels, Category.Trafficking) || labels.Has(ReportFlag.DomesticViolence)
            ? Protection.Helpline
            : Protection.Pik;

    // A complaint about a body never reaches it, and the result is never empty.
    private static Protection NeverTheOneConcerned(Protection wanted, IReadOnlyList<string> concerned)
    {
        var pik = concerned.Contains("PIK");
        var inner = concerned.Contains("DIIBC") || concerned.Any(IsHeadquarters);
        return wanted switch
        {
            Protection.Helpline => concerned.Contains("HELPLINE") && !pik ? Protection.Pik : Protection.Helpline,
            Protection.Pik when pik => inner ? Protection.Helpline : Protection.Internal,
            Protection.Internal when inner => pik ? Protection.Helpline : Protection.Pik,
            _ => wanted,
        };
    }

    private static bool IsHeadquarters(string code) => code is "DESK" or "EMERG";

    private static bool IsOutside(string code) => code == "SWC" || code.StartsWith("SWC_", StringComparison.Ordinal) || code is "INFO" or "SPAM";
}
