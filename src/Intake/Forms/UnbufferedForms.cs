using Microsoft.AspNetCore.Http.Features;

namespace ReportingService.Intake.Forms;

/// <summary>
/// Takes the place of the framework's form reader and knows no form at all, so that nothing (model binding, antiforgery, a
/// careless handler) can make it spool plaintext to a temp file. Handlers use <see cref="PlainFormReader"/>.
/// </summary>
public sealed class UnbufferedForms : IFormFeature
{
    /// <summary>False: binders that ask go away.</summary>
    public bool HasFormContentType => false;

    /// <summary>Null.</summary>
    public IFormCollection? Form
    {
        get => null;
        set => throw new NotSupportedException("Use PlainFormReader.");
    }

    /// <summary>Refuses.</summary>
    public IFormCollection ReadForm() => throw new NotSupportedException("Use PlainFormReader.");

    /// <summary>Refuses.</summary>
    public Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Use PlainFormReader.");
}
