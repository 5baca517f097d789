namespace ReportingService.Labelling.Text;

/// <summary>One word of a text, folded: lower case, Latin, no diacritics.</summary>
/// <param name="Alt">A second reading (ekavian for ijekavian, standard for Gheg, letters for digits), or null.</param>
/// <param name="Capital">Written with a capital although the text is not all capitals.</param>
internal readonly record struct PlainToken(string Word, string? Alt, int Sentence, int Clause, bool Capital)
{
    public override string ToString() => nameof(PlainToken);
}
