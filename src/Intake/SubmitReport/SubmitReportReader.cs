using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Forms;
using ReportingService.Intake.Tokens;
using ReportingService.Sealing;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.SubmitReport;

/// <summary>One request that sends a report, read to its end: its fields, its files, and what stands against it.</summary>
public sealed record PlainSubmission(PlainForm Form, ReportDraft Draft, Receipt? Receipt, ProblemCode? Problem, string? Field, SubmittedReport? Repeated) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Draft.DisposeAsync();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PlainSubmission);
}

/// <summary>Reads a report from a form or an API request. Files are scrubbed and sealed while they come in, with the receipt's key: a token comes before the files.</summary>
public sealed class SubmitReportReader(SubmitReportHandler handler, FormTokens tokens, Gates gates)
{
    /// <summary>Reads the request to its end, also when it is refused: a browser shows an answer only when its upload was taken.</summary>
    public async Task<PlainSubmission> ReadAsync(HttpRequest request, bool mintWithoutToken, CancellationToken cancellationToken)
    {
        var draft = handler.Begin();
        IDisposable? place = null;
        ProblemCode? problem = null;
        SubmittedReport? repeated = null;
        Receipt? claimed = null;
        var minted = false;
        try
        {
            var reading = await PlainFormReader.ReadAsync(request, ReceiveAsync, cancellationToken);
            var (receipt, wrongToken) = claimed is null ? ReceiptOf(reading.Form, mintWithoutToken) : (claimed, null);
            problem = reading.Problem ?? problem;
            if (minted && reading.Form[ReportFields.Token].Length > 0)
            {
                // The files are sealed under another receipt than the token's.
                problem ??= ProblemCode.MalformedRequest;
            }

            if (wrongToken is not null && receipt is not null)
            {
                // The page lay open too long, but its report may have been sent in time.
                repeated ??= await handler.FindAsync(receipt, cancellationToken);
            }

            return new PlainSubmission(reading.Form, draft, receipt, repeated is null ? problem ?? wrongToken : null, null, repeated);
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
        finally
        {
            place?.Dispose();
        }

        async Task ReceiveAsync(PlainForm form, Stream body, bool named, CancellationToken ct)
        {
            if (problem is not null || repeated is not null)
            {
                return;
            }

            if (place is null)
            {
                var token = form[ReportFields.Token];
                minted = mintWithoutToken && token.Length == 0;
                var receipt = minted ? Receipt.Mint() : (tokens.Read(token) as FormToken.Good)?.Receipt;
                if (receipt is null)
                {
                    // A wrong token is told at the end; one that may yet come would come too late.
                    problem = token.Length == 0 ? ProblemCode.MalformedRequest : null;
                    return;
                }

                if (!minted && await handler.FindAsync(receipt, ct) is { } first)
                {
                    repeated = first;
                    return;
                }

                place = await gates.Uploads.EnterAsync(ct);
                if (place is null)
                {
                    problem = ProblemCode.Busy;
                    return;
                }

                claimed = receipt;
            }

            try
            {
                await handler.ReceiveAsync(draft, claimed!, body, named, ct);
            }
            catch (IOException fault) when (DatabaseErrors.IsStorageFull(fault))
            {
                // The rest is read all the same, so that the page can give the words back.
                problem = ProblemCode.StorageFull;
            }
        }
    }

    private (Receipt? Receipt, ProblemCode? Problem) ReceiptOf(PlainForm form, bool mintWithoutToken)
    {
        if (mintWithoutToken && form[ReportFields.Token].Length == 0)
        {
            return (Receipt.Mint(), null);
        }

        return tokens.Read(form[ReportFields.Token]) switch
        {
            FormToken.Good good => (good.Receipt, null),
            FormToken.Expired expired => (expired.Receipt, ProblemCode.TokenExpired),
            _ => (null, ProblemCode.TokenInvalid),
        };
    }
}
