namespace ReportingService.Labelling;

/// <summary>What a citizen wrote: the text and, in a field of its own, the place. Prints only its type name.</summary>
public sealed record PlainText(string Text, string? Place)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(PlainText);
}
