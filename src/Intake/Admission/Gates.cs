using System.Globalization;
using Microsoft.Extensions.Options;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Admission;

/// <summary>The two gates of the public process: short work on the processors, and long uploads.</summary>
public sealed class Gates(IHttpContextAccessor requests, IOptions<IntakeOptions> options) : IDisposable
{
    /// <summary>What a busy answer tells to wait.</summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>Labelling and sealing.</summary>
    public AdmissionGate Work { get; } = new(Environment.ProcessorCount * 8, 4000, TimeSpan.FromSeconds(4));

    /// <summary>Requests that bring files.</summary>
    public UploadGate Uploads { get; } = new(options.Value.UploadPlaces, requests);

    /// <summary>Sets Retry-After on a refusal for lack of room.</summary>
    public static void TellWhen(HttpResponse response, ProblemCode problem)
    {
        if (problem.Status is 503 or 429)
        {
            response.Headers.RetryAfter = (problem.Status == 429 ? 600 : RetryAfterSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Work.Dispose();
        Uploads.Dispose();
    }
}
