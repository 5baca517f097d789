namespace ReportingService.Labelling.Text;

/// <summary>How a text is written, apart from its words.</summary>
/// <param name="Asks">It holds a question mark.</param>
/// <param name="AsksLast">Its last mark is a question mark.</param>
/// <param name="Exclaims">It holds an exclamation mark.</param>
/// <param name="Capitals">It is written in capitals.</param>
internal readonly record struct Tone(bool Asks, bool AsksLast, bool Exclaims, bool Capitals);
