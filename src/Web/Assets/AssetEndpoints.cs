using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ReportingService.Web.Assets;

/// <summary>Serves styles and scripts. They are the only answers that are compressed: a page holds secrets beside text its reader typed.</summary>
public static class AssetEndpoints
{
    /// <summary>GET /assets/{name}</summary>
    public static IEndpointRouteBuilder MapServiceAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", Get).ExcludeFromDescription();
        routes.MapGet("/favicon.ico", () => TypedResults.NoContent()).ExcludeFromDescription();
        return routes;
    }

    private static Results<FileContentHttpResult, NotFound> Get(string name, AssetCatalogue assets, HttpContext context)
    {
        if (assets.Find(name) is not { } asset)
        {
            return TypedResults.NotFound();
        }

        if (asset.Brotli is { } small && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "br";
            context.Response.Headers.Vary = "Accept-Encoding";
            return TypedResults.File(small, asset.ContentType);
        }

        return TypedResults.File(asset.Bytes, asset.ContentType);
    }
}
