using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Api;

/// <summary>The problem of a mistyped receipt names the group to look at again.</summary>
internal static class ReceiptProblems
{
    public static ProblemHttpResult Mistyped(IReadOnlyList<int> groups, Texts texts)
        => ProblemAnswer.Of(ProblemCode.ReceiptMistyped, texts, [new("group", groups[0]), new("groups", groups)]);
}
