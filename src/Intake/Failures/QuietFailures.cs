using System.Diagnostics;
using System.Text;
using ReportingService.Data;
using ReportingService.Intake.LeavePage;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Failures;

/// <summary>
/// Turns exceptions and bare status codes into a readable page, or a problem for the API. Logs the type and the place in the
/// code. Threat: the message of an exception may quote what somebody typed, so neither it nor the request is logged.
/// </summary>
public sealed class QuietFailures(RequestDelegate next, ILogger<QuietFailures> logger)
{
    private static readonly object Away = new();

    /// <summary>Runs the request.</summary>
    public async Task InvokeAsync(HttpContext context, Texts texts)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The link was cut; there is nobody to answer.
            return;
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = fault.StatusCode;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            FailureLog.RequestFailed(logger, fault.GetType().Name, PlaceOf(fault));
            context.Response.Clear();
            if (DatabaseErrors.IsAway(fault))
            {
                context.Items[Away] = true;
            }

            context.Response.StatusCode = DatabaseErrors.IsStorageFull(fault) || DatabaseErrors.IsAway(fault) ? 503 : 500;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && response.ContentType is null)
        {
            await AnswerAsync(context, texts, next);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Texts texts, RequestDelegate next)
    {
        var status = context.Response.StatusCode;
        if (status == 503)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase))
        {
            var problem = status switch
            {
                400 => ProblemCode.MalformedRequest,
                404 => ProblemCode.NotFound,
                405 => ProblemCode.MethodNotAllowed,
                413 => ProblemCode.BodyTooLarge,
                415 => ProblemCode.UnsupportedMediaType,
                503 => context.Items.ContainsKey(Away) ? ProblemCode.Busy : ProblemCode.StorageFull,
                500 => ProblemCode.Unexpected,
                _ => new ProblemCode(ProblemCode.MalformedRequest.Code, status),
            };
            await ProblemAnswer.Of(problem, texts).ExecuteAsync(context);
            return;
        }

        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = $"/{texts.Language.Tag}/failed/{status}";
        context.Request.QueryString = PageMark.QueryOf(context);
        await next(context);
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
        }
    }

    /// <summary>The innermost methods of our own code, by name.</summary>
    private static string PlaceOf(Exception fault)
    {
        var place = new StringBuilder();
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            var method = new StackTrace(cause, fNeedFileInfo: false).GetFrames().Select(frame => frame.GetMethod())
                .FirstOrDefault(m => m?.DeclaringType?.FullName?.StartsWith(nameof(ReportingService), StringComparison.Ordinal) == true);
            place.Append(place.Length > 0 ? " < " : string.Empty).Append(cause.GetType().Name).Append(':').Append(method?.DeclaringType?.FullName).Append('.').Append(method?.Name);
        }

        return place.ToString();
    }
}
