using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>The console's cookies: session, known browser, language. All HttpOnly and SameSite=Strict; over TLS all bound to the host.</summary>
public sealed class ConsoleCookies(IOptions<StaffConsoleOptions> options, IDataProtectionProvider protection)
{
    private readonly bool https = options.Value.Https;
    private readonly IDataProtector knownBrowsers = protection.CreateProtector("known-browser");

    /// <summary>Name of the session cookie.</summary>
    public string SessionName => NameOf("session");

    /// <summary>The session's secret id, if the browser sent one.</summary>
    public string? Session(HttpRequest request) => request.Cookies[SessionName];

    /// <summary>Hands the session's id to the browser, until the browser closes.</summary>
    public void GiveSession(HttpResponse response, string id) => response.Cookies.Append(SessionName, id, Shape(null));

    /// <summary>Takes it back.</summary>
    public void TakeSession(HttpResponse response) => response.Cookies.Delete(SessionName, Shape(null));

    /// <summary>Whether this browser has signed in under this name before.</summary>
    public bool Knows(HttpRequest request, string userName)
    {
        if (request.Cookies[NameOf("known")] is not { Length: > 0 } cookie)
        {
            return false;
        }

        try
        {
            return string.Equals(knownBrowsers.Unprotect(cookie), userName, StringComparison.Ordinal);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Remembers that this browser signed in under this name.</summary>
    public void Remember(HttpResponse response, string userName)
        => response.Cookies.Append(NameOf("known"), knownBrowsers.Protect(userName), Shape(TimeSpan.FromDays(90)));

    /// <summary>The chosen interface language.</summary>
    public string? Language(HttpRequest request) => request.Cookies[NameOf("language")];

    /// <summary>Remembers the interface language.</summary>
    public void GiveLanguage(HttpResponse response, string tag) => response.Cookies.Append(NameOf("language"), tag, Shape(TimeSpan.FromDays(365)));

    private string NameOf(string what) => https ? "__Host-" + what : "console-" + what;

    private CookieOptions Shape(TimeSpan? age) => new()
    {
        HttpOnly = true,
        Secure = https,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
