namespace ReportingService.Core.Labels;

/// <summary>What kind of complaint about police a report is. In doubt it is <see cref="Crime"/>: that goes outside the police.</summary>
public enum MisconductKind
{
    /// <summary>Not a complaint about police.</summary>
    None,

    /// <summary>A breach of discipline only: manners, duty, uniform, slowness.</summary>
    Discipline,

    /// <summary>A suspected crime, or unclear.</summary>
    Crime,
}
