using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReportingService.Web.Assets;

namespace ReportingService.Web.Site;

/// <summary>Says loudly at the start that a build lacks the design system's files. Pages work without them, so nobody would notice before a reader does.</summary>
public sealed partial class MissingDesign(AssetCatalogue assets, ILogger<MissingDesign> logger) : IHostedService
{
    /// <summary>The style sheet that npm brings.</summary>
    public const string File = "govuk-frontend.min.css";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (assets.Find(File) is null)
        {
            Missing(logger, File);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "THE PAGES ARE PLAIN: this build lacks {File}. Run 'npm ci --ignore-scripts' in src/Web and build again; infra/dev/setup.sh run does the first. Everything works meanwhile")]
    private static partial void Missing(ILogger logger, string file);
}
