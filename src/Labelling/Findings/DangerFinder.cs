using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Findings;

/// <summary>
/// Whether life or limb is in danger at this moment, sentence by sentence. A cry or a present verb of danger is enough
/// unless the sentence speaks of the past, of a habit, of a film or a question; a dangerous thing needs a word of the present.
/// </summary>
internal sealed class DangerFinder(Lexicon lexicon)
{
    private readonly int cry = lexicon.Concept("danger.now");
    private readonly int thing = lexicon.Concept("danger.event");
    private readonly int verb = lexicon.Concept("danger.presentverb");
    private readonly int strong = lexicon.Concept("danger.strong");
    private readonly int plea = lexicon.Concept("danger.plea");
    private readonly int not = lexicon.Concept("danger.not");
    private readonly int over = lexicon.Concept("danger.over");
    private readonly int present = lexicon.Concept("time.now");
    private readonly int past = lexicon.Concept("time.past");
    private readonly int habit = lexicon.Concept("time.habit");
    private readonly int condition = lexicon.Concept("time.if");

    /// <summary>Whether the text says that it is over, is practice or a film, or speaks of the past all through.</summary>
    public bool IsOver(PlainFoldedText text, Matches matches)
    {
        if (matches.Of(not).Count > 0 || matches.Of(over).Count > 0)
        {
            return true;
        }

        for (var sentence = 0; sentence < text.Sentences; sentence++)
        {
            if (!matches.AnyIn(past, sentence) && !matches.AnyIn(habit, sentence))
            {
                return false;
            }
        }

        return text.Sentences > 0;
    }

    public bool IsNow(PlainFoldedText text, Matches matches)
    {
        if (matches.Of(not).Count > 0 || matches.Of(over).Count > 0)
        {
            return false;
        }

        var pleads = matches.Any(plea);
        for (var sentence = 0; sentence < text.Sentences; sentence++)
        {
            var isPast = matches.AnyIn(past, sentence);
            var isHabit = matches.AnyIn(habit, sentence);
            var isIf = matches.AnyIn(condition, sentence);
            var isPresent = matches.AnyIn(present, sentence);
            var cries = matches.AnyIn(cry, sentence);
            if (cries && !isHabit && !isIf && (!isPast || isPresent))
            {
                return true;
            }

            if (matches.AnyIn(strong, sentence) && !isPast && !isHabit && !isIf)
            {
                return true;
            }

            // "Come quickly" anywhere and a dangerous thing that is neither past nor a habit.
            if (pleads && !isPast && !isHabit && !isIf && (cries || matches.AnyIn(thing, sentence)))
            {
                return true;
            }

            if ((isPresent || matches.AnyIn(verb, sentence)) && matches.AnyIn(thing, sentence) && !isPast && !isHabit && !isIf)
            {
                return true;
            }
        }

        return false;
    }
}
