using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Recipients;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.SubmitReport;

/// <summary>POST /api/v1/reports: the same reader and handler as the form.</summary>
public static class SubmitReportEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteHandlerBuilder MapSubmitReport(this IEndpointRouteBuilder routes) => routes.MapPost("/reports", SubmitAsync);

    private static async Task<Results<Created<SubmitReportAnswer>, ProblemHttpResult>> SubmitAsync(
        HttpContext context, SubmitReportReader reader, SubmitReportHandler handler, ReportFields fields, DeskNames names, Texts texts, CancellationToken cancellationToken)
    {
        var submission = await reader.ReadAsync(context.Request, mintWithoutToken: true, cancellationToken);
        await using (submission)
        {
            if (submission is { Repeated: { } first, Receipt: { } known })
            {
                return Created(new SubmitReportOutcome.Accepted(known, first), names);
            }

            var (report, wrong, field) = fields.Read(submission.Form, strict: true);
            var files = submission.Draft.Files;
            var problem = submission.Problem
                ?? (files.TooMany ? ProblemCode.TooManyFiles : files.TooLarge ? ProblemCode.FileTooLarge : wrong);
            if (problem is not null || report is null)
            {
                return Refuse(problem!, field, context, texts);
            }

            return await handler.HandleAsync(report, submission.Receipt!, submission.Draft, cancellationToken) switch
            {
                SubmitReportOutcome.Accepted accepted => Created(accepted, names),
                SubmitReportOutcome.StorageFull => Refuse(ProblemCode.StorageFull, null, context, texts),
                _ => Refuse(ProblemCode.Busy, null, context, texts),
            };
        }
    }

    private static Created<SubmitReportAnswer> Created(SubmitReportOutcome.Accepted accepted, DeskNames names)
        => TypedResults.Created((string?)null, SubmitReportAnswer.Of(accepted, names));

    private static ProblemHttpResult Refuse(ProblemCode problem, string? field, HttpContext context, Texts texts)
    {
        Gates.TellWhen(context.Response, problem);
        return field is null ? ProblemAnswer.Of(problem, texts) : ProblemAnswer.Of(problem, texts, [new("field", field)]);
    }
}
