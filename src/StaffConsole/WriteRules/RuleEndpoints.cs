using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>The steps with a draft that have no page of their own. Each leads back to the page that says what came of it.</summary>
public static class RuleEndpoints
{
    /// <summary>POST /rules/...</summary>
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rules/key", AskKeyAsync).RequireAntiforgery();
        routes.MapPost("/rules/begin", BeginAsync).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/propose", (HttpContext context, string draft, RuleSignatures rules) => SignAsync(context, draft, rules.ProposeAsync)).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/take-back", (HttpContext context, string draft, RuleDrafts rules) => StepAsync(context, draft, rules.TakeBackAsync)).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/drop", DropAsync).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/decline", DeclineAsync).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/co-sign", (HttpContext context, string draft, RuleSignatures rules) => SignAsync(context, draft, rules.CoSignAsync)).RequireAntiforgery();
        routes.MapPost("/rules/drafts/{draft}/activate", (HttpContext context, string draft, RuleSignatures rules) => SignAsync(context, draft, rules.ActivateAsync)).RequireAntiforgery();
    }

    private static async Task<RedirectHttpResult> AskKeyAsync(HttpContext context, RuleAuthorKeys keys)
    {
        await keys.AskAsync(context.Staff().Session, context.RequestAborted);
        return TypedResults.Redirect("/rules");
    }

    /// <summary>A draft from the text in force, or from that of the version in the form: going back to it is a change like any other.</summary>
    private static async Task<Results<RedirectHttpResult, NotFound>> BeginAsync(HttpContext context, RuleDrafts drafts)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        int? restores = null;
        if (form["Restores"].ToString() is { Length: > 0 } wanted)
        {
            if (!int.TryParse(wanted, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                return TypedResults.NotFound();
            }

            restores = number;
        }

        return await drafts.BeginAsync(context.Staff(), restores, context.RequestAborted) is { } id
            ? TypedResults.Redirect($"/rules/drafts/{id:N}")
            : TypedResults.NotFound();
    }

    /// <summary>Asked on the page first: what was given up does not come back.</summary>
    private static async Task<Results<RedirectHttpResult, NotFound>> DropAsync(HttpContext context, string draft, RuleDrafts rules)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return form["Sure"] == "true" ? await StepAsync(context, draft, rules.DropAsync)
            : Guid.TryParseExact(draft, "N", out var id) ? TypedResults.Redirect($"/rules/drafts/{id:N}?not=unsure")
            : TypedResults.NotFound();
    }

    /// <summary>Afterwards the draft is its author's alone: who said no comes back to the list.</summary>
    private static async Task<Results<RedirectHttpResult, NotFound>> DeclineAsync(HttpContext context, string draft, RuleDeclines declines)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var answer = await StepAsync(context, draft, (user, id, seen, cancellation) => declines.DeclineAsync(user, id, seen, form["Why"].ToString(), cancellation));
        return answer.Result is RedirectHttpResult { Url: var url } && url.EndsWith("?done=decline", StringComparison.Ordinal) ? TypedResults.Redirect("/rules?done=decline") : answer;
    }

    /// <summary>A step that signs: its form says what the page showed.</summary>
    private static async Task<Results<RedirectHttpResult, NotFound>> SignAsync(
        HttpContext context, string draft, Func<StaffUser, Guid, SeenDraft, CancellationToken, Task<RuleOutcome>> step)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await StepAsync(context, draft, (user, id, seen, cancellation) => step(user, id, new SeenDraft(seen, form["Shown"].ToString()), cancellation));
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> StepAsync(
        HttpContext context, string draft, Func<StaffUser, Guid, int, CancellationToken, Task<RuleOutcome>> step)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!Guid.TryParseExact(draft, "N", out var id)
            || !int.TryParse(form["Seen"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seen))
        {
            return TypedResults.NotFound();
        }

        var outcome = await step(context.Staff(), id, seen, context.RequestAborted);
        var name = context.Request.Path.Value!.Split('/')[^1];
        return TypedResults.Redirect($"/rules/drafts/{id:N}?{(outcome == RuleOutcome.Done ? "done=" + name : "not=" + Codes.Of(outcome))}");
    }
}
