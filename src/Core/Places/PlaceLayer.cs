namespace ReportingService.Core.Places;

/// <summary>Which layer of evidence decided the place of a report. Earlier members are stronger.</summary>
public enum PlaceLayer
{
    /// <summary>The pin lies in the polygon of a municipality.</summary>
    Pin,

    /// <summary>A settlement, unique or unique within the stated municipality.</summary>
    Settlement,

    /// <summary>A municipality, ticked or written.</summary>
    Municipality,

    /// <summary>Only the police region is sure.</summary>
    Region,

    /// <summary>Nothing is sure: ask.</summary>
    None,
}
