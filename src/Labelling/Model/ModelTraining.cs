using System.Security.Cryptography;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Findings;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>Trains the model's weights from the routing folder; the result is a file of that folder.</summary>
public sealed class ModelTraining
{
    private readonly TextFolder folder;
    private readonly Lexicon lexicon;
    private readonly LanguageFinder languages;
    private readonly Features features;

    private ModelTraining(TextFolder folder, Lexicon lexicon, Concepts concepts, IEnumerable<Example> examples)
    {
        this.folder = folder;
        this.lexicon = lexicon;
        Groups = Count(examples);
        languages = new LanguageFinder(lexicon, Groups);
        features = new Features(concepts, new Clues(lexicon));
    }

    private LetterGroups Groups { get; }

    /// <summary>Reads lexicons, concepts and examples, trains, and writes the weights. Same files, same weights.</summary>
    /// <returns>How many examples it was trained on.</returns>
    public static int Run(Func<string, Stream> open, Stream weights)
    {
        var (examples, groups) = Read(open);
        Weights.From(Trainer.Train([.. examples.Select(e => e.Prepared)]), groups, OriginOf(open)).Save(weights);
        return examples.Count;
    }

    internal static (List<(char Batch, Prepared Prepared)> Examples, LetterGroups Groups) Read(Func<string, Stream> open)
    {
        using var equivalents = open(LexiconFiles.Equivalents);
        using var concepts = open(LexiconFiles.Concepts);
        var folder = new TextFolder(EquivalentsFile.Read(equivalents));
        var files = LexiconFiles.Lexicons.Select(name => (name, open(name))).ToList();
        var lexicon = Lexicon.Load(folder, files);
        files.ForEach(f => f.Item2.Dispose());
        var examples = new List<(char Batch, Example Example)>();
        foreach (var name in LexiconFiles.Examples)
        {
            using var file = open(name);
            examples.AddRange(Example.Read(file, name).Select(e => (name[name.IndexOf('-', StringComparison.Ordinal) + 1], e)));
        }

        var training = new ModelTraining(folder, lexicon, Concepts.Read(concepts, folder), examples.Select(e => e.Example));
        return ([.. examples.Select(e => (e.Batch, training.Prepare(e.Example)))], training.Groups);
    }

    /// <summary>Whether the weights of a folder come from the examples, concepts and lexicons beside them.</summary>
    public static bool IsCurrent(Func<string, Stream> open)
    {
        using var weights = open(LexiconFiles.Weights);
        return Weights.Load(weights).Origin.AsSpan().SequenceEqual(OriginOf(open));
    }

    private static byte[] OriginOf(Func<string, Stream> open)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in LexiconFiles.Examples.Append(LexiconFiles.Concepts).Append(LexiconFiles.Equivalents).Concat(LexiconFiles.Lexicons))
        {
            using var file = open(name);
            hash.AppendData(SHA256.HashData(file));
        }

        return hash.GetHashAndReset();
    }

    // Of texts whose small words leave no doubt about their language.
    private LetterGroups Count(IEnumerable<Example> examples)
    {
        var byWords = new LanguageFinder(lexicon, null);
        return LetterGroups.Count(examples.Select(example =>
        {
            var text = folder.Fold(example.Plain);
            return (byWords.Find(text, lexicon.Find(text), example.Plain, out var possible), text, Sure: possible.Count == 1 && text.Script == Script.Latn);
        }).Where(read => read.Sure).Select(read => (read.Item1, read.text)));
    }

    /// <summary>An example with its features, read as a report would be.</summary>
    private Prepared Prepare(Example example)
    {
        var text = folder.Fold(example.Plain);
        var matches = lexicon.Find(text);
        var language = languages.Find(text, matches, example.Plain, out var possible);
        matches.KeepOnly(possible);
        lexicon.Negate(text, matches, language);
        var (found, values) = features.Of(text, possible, example.WithClues ? matches : null);
        return new Prepared(example, found, values);
    }
}
