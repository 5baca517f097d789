namespace ReportingService.Scrubbing;

/// <summary>The kinds of information a removal report counts.</summary>
public enum RemovalKind
{
    /// <summary>Coordinates, altitude, direction, place names.</summary>
    Place,
    /// <summary>Dates and times.</summary>
    Time,
    /// <summary>Make, model, lens, settings, maker notes.</summary>
    Device,
    /// <summary>Serial numbers and unique identifiers.</summary>
    Serial,
    /// <summary>Small or second pictures inside the file.</summary>
    Thumbnail,
    /// <summary>Programs that made or edited the file.</summary>
    Software,
    /// <summary>Names of authors, owners, people in the picture.</summary>
    People,
    /// <summary>Everything else that is not picture or sound.</summary>
    Other,
}
