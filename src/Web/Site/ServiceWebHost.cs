using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using ReportingService.Web.Assets;
using ReportingService.Web.Languages;
using ReportingService.Web.SecurityHeaders;

namespace ReportingService.Web.Site;

/// <summary>What both web hosts share: texts, assets, pages, security headers.</summary>
public static class ServiceWebHost
{
    /// <summary>
    /// Registers Razor Pages of exactly one host assembly and of Web, with the texts and assets of both. Pages of other
    /// assemblies that happen to be in the process (the all-in-one host has both sites) are not served.
    /// </summary>
    public static IMvcBuilder AddServiceWeb(this WebApplicationBuilder builder, Assembly host)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<SiteOptions>().BindConfiguration("Site");
        builder.Services.AddOptions<SecurityHeadersOptions>().BindConfiguration("SecurityHeaders");
        builder.Services.AddSingleton(new TextCatalogue(host));
        builder.Services.AddSingleton(new AssetCatalogue(host));
        builder.Services.AddScoped<Texts>();
        builder.Services.AddHostedService<MissingDesign>();

        // Cyrillic and Albanian letters as they are, not as eight-character references.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        // Threat: a field named with half a bracket, which no form of ours has, makes the reader of bracketed names fail, and what was sent
        // stands in the log.
        return builder.Services.AddRazorPages().AddMvcOptions(mvc => mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>()).ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            foreach (var assembly in new[] { typeof(ServiceWebHost).Assembly, host }.Distinct())
            {
                parts.ApplicationParts.Add(new AssemblyPart(assembly));
                parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(assembly));
            }
        });
    }

    /// <summary>Security headers, and no form in letters that cannot be read; call it before everything else.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.UseMiddleware<SecurityHeadersMiddleware>().UseMiddleware<ReadableLetters>();
}
