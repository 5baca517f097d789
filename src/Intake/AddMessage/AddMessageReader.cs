using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Forms;
using ReportingService.Sealing;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.AddMessage;

/// <summary>One request that adds to a report, read to its end.</summary>
public sealed record PlainAddition(PlainForm Form, MessageDraft Draft, ReceiptReading? Reading, ProblemCode? Problem) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Draft.DisposeAsync();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PlainAddition);
}

/// <summary>Reads an addition from a form or an API request. The receipt, and who shall read it, must come before the files.</summary>
public sealed class AddMessageReader(AddMessageHandler handler, Gates gates)
{
    public const string Receipt = "receipt";
    public const string Reader = "reader";
    public const string Text = "text";
    public const string Nonce = "nonce";
    public const string Files = "files";

    /// <summary>An addition whose fields were read already; it has no files.</summary>
    public async Task<PlainAddition> OfAsync(PlainFormReading reading, CancellationToken cancellationToken)
    {
        var draft = handler.Begin();
        var typed = Sealing.Receipt.Read(reading.Form[Receipt]);
        if (reading.Problem is null && typed is ReceiptReading.Good good)
        {
            await draft.FindAsync(good.Receipt, reading.Form[Reader], cancellationToken);
        }

        return new PlainAddition(reading.Form, draft, typed, reading.Problem);
    }

    /// <summary>Reads the request to its end.</summary>
    public async Task<PlainAddition> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var draft = handler.Begin();
        IDisposable? place = null;
        ReceiptReading? typed = null;
        string? chosen = null;
        ProblemCode? problem = null;
        try
        {
            var reading = await PlainFormReader.ReadAsync(request, ReceiveAsync, cancellationToken);
            await FindAsync(reading.Form, cancellationToken);

            // Threat: files that came before the choice are sealed to another body than the one chosen.
            problem ??= chosen == reading.Form[Reader] ? null : ProblemCode.MalformedRequest;
            return new PlainAddition(reading.Form, draft, typed, reading.Problem ?? problem);
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

        async Task FindAsync(PlainForm form, CancellationToken ct)
        {
            typed ??= Sealing.Receipt.Read(form[Receipt]);
            chosen ??= form[Reader];
            if (typed is ReceiptReading.Good good)
            {
                await draft.FindAsync(good.Receipt, chosen, ct);
            }
        }

        async Task ReceiveAsync(PlainForm form, Stream body, bool named, CancellationToken ct)
        {
            if (!form.Names.Contains(Receipt))
            {
                problem ??= ProblemCode.MalformedRequest;
                return;
            }

            await FindAsync(form, ct);
            if (draft.Files is null || problem is not null)
            {
                if (named)
                {
                    draft.LeaveFile();
                }

                return;
            }

            place ??= await gates.Uploads.EnterAsync(ct);
            if (place is null)
            {
                problem = ProblemCode.Busy;
                return;
            }

            try
            {
                await draft.Files.ReceiveAsync(body, named, draft.Reporter!, draft.Case!, ct);
            }
            catch (IOException fault) when (DatabaseErrors.IsStorageFull(fault))
            {
                problem = ProblemCode.StorageFull;
            }
        }
    }
}
