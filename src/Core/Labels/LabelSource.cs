namespace ReportingService.Core.Labels;

/// <summary>Which part of labelling decided the category.</summary>
public enum LabelSource
{
    /// <summary>Nothing was recognised.</summary>
    Nothing,

    /// <summary>The reporter ticked it.</summary>
    Ticked,

    /// <summary>Words of a lexicon.</summary>
    Lexicon,

    /// <summary>Proposed by the statistical model where the lexicons are silent.</summary>
    Model,

    /// <summary>A member of the quarantine's desk, who read the report.</summary>
    Reader,
}
