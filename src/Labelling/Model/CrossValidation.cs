using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>
/// How well labels and routes are found for texts that the model was not trained on: each batch of examples (the letter in
/// the file's name) by a model trained on the others; of batches of one author, each fifth by a model trained on the rest.
/// What a right answer is comes from the codes of the examples, sent through the same rules.
/// </summary>
public sealed class CrossValidation
{
    private const int Folds = 5;
    private const char FirstFolded = 'g';

    private readonly Func<string, Stream> open;
    private readonly RoutingData data;
    private readonly DeskReadiness everyDesk;

    public CrossValidation(Func<string, Stream> open)
    {
        this.open = open;
        data = RoutingData.Load(open);
        everyDesk = new DeskReadiness(data.Desks.All.Select(d => d.Code).ToHashSet(StringComparer.Ordinal));
    }

    /// <param name="batches">The letters of the batches to measure; empty for all that the lexicons were not tuned on.</param>
    /// <param name="faults">Where each wrong answer is written with its text; only ever texts of the repository.</param>
    public IEnumerable<BatchScore> Run(string batches, TextWriter faults)
    {
        var (examples, groups) = ModelTraining.Read(open);
        foreach (var batch in examples.GroupBy(e => e.Batch).Where(b => batches.Length == 0 ? b.First().Prepared.Example.WithClues : batches.Contains(b.Key)))
        {
            var score = new BatchScore(batch.Key);
            var own = batch.ToList();
            var folds = batch.Key >= FirstFolded ? Folds : 1;
            for (var fold = 0; fold < folds; fold++)
            {
                var left = own.Where((_, at) => at % folds == fold).ToList();
                var without = left.ToHashSet();
                var weights = Weights.From(Trainer.Train([.. examples.Where(e => !without.Contains(e)).Select(e => e.Prepared)]), groups, []);
                Score(Labeller.Load(open, data.Municipalities, weights), left.Select(e => e.Prepared.Example), score, faults);
            }

            yield return score;
        }
    }

    /// <summary>The same for a file of examples that the weights of the folder were not trained on.</summary>
    public BatchScore Score(Stream examples, string file, TextWriter faults)
    {
        var score = new BatchScore('-');
        Score(Labeller.Load(open, data.Municipalities), Example.Read(examples, file), score, faults);
        return score;
    }

    internal void Score(Labeller labeller, IEnumerable<Example> examples, BatchScore score, TextWriter faults)
    {
        foreach (var example in examples)
        {
            var found = labeller.Label(new PlainText(example.Plain, null), new ReportTicks());
            var wanted = Wanted(example, found);
            var (decided, right) = (data.Router.Route(found, everyDesk), data.Router.Route(wanted, everyDesk));
            var wrong = score.Add(example, found, decided, right);
            if (wrong.Length > 0)
            {
                faults.WriteLine($"{wrong}\t{Codes.Of(example.Category)}\t{string.Join(' ', (example.Flags ?? new HashSet<ReportFlag>()).Select(Codes.Of))}\t{example.Plain}");
            }
        }
    }

    // The labels that an example asks for; the place stays as found.
    private static ReportLabels Wanted(Example example, ReportLabels found)
    {
        var flags = example.Flags ?? found.Flags.ToHashSet();
        var victim = flags.Contains(ReportFlag.VictimSelf);
        var signs = example.AllSigns ? example.Signs!.ToList() : [.. found.Signs];
        return found with
        {
            Category = example.Category,
            Urgency = example.DangerNow ? Urgency.Emergency : Urgency.None,
            Flags = [.. flags.Order()],
            Signs = [.. signs.Order()],
            Misconduct = example.Category != Category.PoliceMisconduct ? MisconductKind.None : example.Discipline == true ? MisconductKind.Discipline : MisconductKind.Crime,
            Person = victim ? WriterPerson.First : WriterPerson.Third,
            ConcernedUnits = flags.Contains(ReportFlag.SubjectIsPolice) ? found.ConcernedUnits : [],
            RefusedUnits = flags.Contains(ReportFlag.ExcludedUnitRequested) ? found.RefusedUnits : [],
        };
    }
}
