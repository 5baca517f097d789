namespace ReportingService.Web.Site;

/// <summary>What every page of a host shows around its content.</summary>
public sealed class SiteOptions
{
    /// <summary>Shows the demonstration banner on every page.</summary>
    public bool Demo { get; set; }
}
