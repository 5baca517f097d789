using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ReportingService.Web.SecurityHeaders;

/// <summary>
/// Puts the security headers on every answer, whatever its status. Runs first and writes when the answer starts, so that
/// an exception page or a refusal further in cannot lose them.
/// </summary>
public sealed class SecurityHeadersMiddleware(RequestDelegate next, IOptions<SecurityHeadersOptions> options)
{
    /// <summary>Browser features; all are off.</summary>
    private static readonly string[] Features =
    [
        "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera",
        "clipboard-read", "clipboard-write", "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad",
        "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "interest-cohort", "keyboard-map",
        "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
        "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb", "web-share",
        "window-management", "xr-spatial-tracking",
    ];

    private readonly (string Name, string Value)[] headers = Build(options.Value);

    /// <summary>Answers with the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Write, context.Response);
        return next(context);
    }

    private Task Write(object state)
    {
        var response = ((HttpResponse)state).Headers;
        foreach (var (name, value) in headers)
        {
            response[name] = value;
        }

        if (SandboxedAnswer.Is(((HttpResponse)state).HttpContext))
        {
            response.ContentSecurityPolicy = SandboxedAnswer.Policy;
        }

        // Threat: a shared browser's cache or history keeps what was read. Also for styles: their presence shows the visit.
        response.CacheControl = "no-store";
        response.Remove("Server");
        response.Remove("X-Powered-By");
        return Task.CompletedTask;
    }

    private static (string Name, string Value)[] Build(SecurityHeadersOptions options)
    {
        string[] policy =
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
            "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", .. options.MoreDirectives,
        ];
        List<(string, string)> headers =
        [
            ("Content-Security-Policy", string.Join("; ", policy)),
            ("Permissions-Policy", string.Join(", ", Features.Select(feature => feature + "=()"))),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Origin-Agent-Cluster", "?1"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("X-DNS-Prefetch-Control", "off"),
            ("X-Permitted-Cross-Domain-Policies", "none"),
        ];
        if (options.Https)
        {
            headers.Add(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"));
        }

        return [.. headers];
    }
}
