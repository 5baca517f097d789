namespace ReportingService.Web.SecurityHeaders;

/// <summary>What a host may loosen. The citizen site loosens nothing.</summary>
public sealed class SecurityHeadersOptions
{
    /// <summary>Directives a host needs beyond the base policy, such as <c>media-src 'self' blob:</c> on the console.</summary>
    public IList<string> MoreDirectives { get; } = [];

    /// <summary>Sends Strict-Transport-Security; on wherever the site is reached over TLS.</summary>
    public bool Https { get; set; }
}
