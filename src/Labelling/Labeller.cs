using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Labelling.Findings;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Model;
using ReportingService.Labelling.Places;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling;

/// <summary>Plain text and ticks in, closed labels out. Pure: keeps nothing, writes nothing. Safe to share between threads.</summary>
public sealed class Labeller
{
    private readonly TextFolder folder;
    private readonly Lexicon lexicon;
    private readonly Gazetteer gazetteer;
    private readonly SectorMap sectors;
    private readonly LanguageFinder languages;
    private readonly LabelDecider decider;
    private readonly TextModel model;

    private Labeller(TextFolder folder, Lexicon lexicon, Gazetteer gazetteer, SectorMap sectors, MunicipalityDirectory municipalities, TextModel model, LetterGroups groups)
    {
        this.model = model;
        this.sectors = sectors;
        this.folder = folder;
        this.lexicon = lexicon;
        this.gazetteer = gazetteer;
        languages = new LanguageFinder(lexicon, groups);
        decider = new LabelDecider(lexicon, new PoliceFinder(lexicon, gazetteer, municipalities));
    }

    /// <summary>How many phrases the lexicons hold.</summary>
    public int Phrases => lexicon.Size;

    /// <summary>Loads gazetteer, lexicons and model; the host opens the files of the routing folder by their relative names.</summary>
    /// <param name="sectors">Those of the routing folder, where the sector of a report is wanted.</param>
    /// <exception cref="InvalidDataException">A place file is broken.</exception>
    /// <exception cref="LexiconException">A lexicon is broken; the message names file and line.</exception>
    public static Labeller Load(Func<string, Stream> open, MunicipalityDirectory municipalities, SectorDirectory? sectors = null)
    {
        using var weights = open(LexiconFiles.Weights);
        return Load(open, municipalities, Weights.Load(weights), sectors);
    }

    /// <summary>With other weights than those of the folder, to measure them.</summary>
    internal static Labeller Load(Func<string, Stream> open, MunicipalityDirectory municipalities, Weights weights, SectorDirectory? sectors = null)
    {
        using var equivalents = open(LexiconFiles.Equivalents);
        var folder = new TextFolder(EquivalentsFile.Read(equivalents));
        var files = LexiconFiles.Lexicons.Select(name => (name, open(name))).ToList();
        try
        {
            var lexicon = Lexicon.Load(folder, files);
            using var polygons = open(LexiconFiles.Polygons);
            using var settlements = open(LexiconFiles.Settlements);
            var gazetteer = new Gazetteer(municipalities, Polygons.Load(polygons, municipalities), Settlements.Load(settlements, municipalities, folder), lexicon);
            var map = SectorMap.Load(sectors ?? SectorDirectory.None, () => open(LexiconFiles.Settlements), municipalities, folder);
            using var concepts = open(LexiconFiles.Concepts);
            var features = new Features(Concepts.Read(concepts, folder), new Clues(lexicon));
            return new Labeller(folder, lexicon, gazetteer, map, municipalities, new TextModel(features, weights), weights.Groups);
        }
        finally
        {
            files.ForEach(f => f.Item2.Dispose());
        }
    }

    /// <param name="day">The day the report comes; without one no patrol sector is looked for.</param>
    public ReportLabels Label(PlainText plain, ReportTicks ticks, DateOnly? day = null) => Label(plain, ticks, day, later: false);

    /// <summary>
    /// Labels words that follow a report. They exclude nobody unless a phrase says so or the model is sure: what they exclude takes the report
    /// from the officer who asked.
    /// </summary>
    public ReportLabels LabelLater(PlainText plain) => Label(plain, new ReportTicks(), null, later: true);

    private ReportLabels Label(PlainText plain, ReportTicks ticks, DateOnly? day, bool later)
    {
        var text = folder.Fold(plain.Text);
        var matches = lexicon.Find(text);
        var language = languages.Find(text, matches, plain.Text, out var possible);
        matches.KeepOnly(possible);
        lexicon.Negate(text, matches, language);
        var place = FindPlace(plain, text, matches, ticks);
        var reading = text.Tokens.Count >= 2 ? model.Read(text, possible, matches) : null;
        return decider.Decide(text, matches, place, ticks, later ? reading?.WithoutDoubts(decider.NamesBody(matches), decider.NamesPolice(matches)) : reading) with
        {
            Language = language,
            Script = text.Script,
            Sector = day is { } today ? sectors.Find(place, ticks.Pin, today) : null,
        };
    }

    /// <summary>The question the form asks back when a place name has several meanings; null when there is nothing to ask.</summary>
    public PlaceQuestion? AskPlace(PlainText plain, ReportTicks ticks)
    {
        var text = folder.Fold(plain.Text);
        return FindPlace(plain, text, lexicon.Find(text), ticks).Question;
    }

    private PlaceFinding FindPlace(PlainText plain, PlainFoldedText text, Matches matches, ReportTicks ticks)
    {
        var field = string.IsNullOrWhiteSpace(plain.Place) ? null : folder.Fold(plain.Place);
        return gazetteer.Find(field, field is null ? null : lexicon.Find(field), text, matches, ticks);
    }
}
