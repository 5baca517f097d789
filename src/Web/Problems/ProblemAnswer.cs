using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Web.Languages;

namespace ReportingService.Web.Problems;

/// <summary>Writes a problem code as problem+json: stable <c>code</c>, a title in the reader's language, no detail that could hold content.</summary>
public static class ProblemAnswer
{
    /// <summary>The answer; <paramref name="more"/> adds members such as <c>group</c> or <c>field</c>.</summary>
    public static ProblemHttpResult Of(ProblemCode problem, Texts texts, params IEnumerable<KeyValuePair<string, object?>> more)
        => Of(problem, texts["problem." + problem.Code], more);

    /// <summary>The same with a sentence that says more than the code's own.</summary>
    public static ProblemHttpResult Of(ProblemCode problem, string title, params IEnumerable<KeyValuePair<string, object?>> more)
    {
        var extensions = new Dictionary<string, object?>(more, StringComparer.Ordinal) { ["code"] = problem.Code };
        return TypedResults.Problem(statusCode: problem.Status, title: title, type: "about:blank", extensions: extensions);
    }
}
