using Microsoft.AspNetCore.Http;

namespace ReportingService.Web.SecurityHeaders;

/// <summary>
/// Marks an answer whose bytes came from a stranger. Threat: a file that a browser takes for a page. It may run nothing, load
/// nothing, and has no origin.
/// </summary>
public static class SandboxedAnswer
{
    internal const string Policy = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static readonly object Key = new();

    /// <summary>Marks the answer of this request.</summary>
    public static void Mark(HttpContext context) => context.Items[Key] = Key;

    internal static bool Is(HttpContext context) => context.Items.ContainsKey(Key);
}
