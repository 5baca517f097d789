using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ReportingService.Intake.Forms;

namespace ReportingService.Intake.Api;

/// <summary>The fields of a report, for the API's description only: they are read by PlainFormReader, never bound.</summary>
public sealed class ReportBody
{
    [Required]
    [MaxLength(FormLimits.Text)]
    [Description("What happened, in any language.")]
    public string Text { get; init; } = string.Empty;

    [Description("Code of a category; leave it out if unknown.")]
    public string? Category { get; init; }

    [Description("Slug of a municipality.")]
    public string? Municipality { get; init; }

    [MaxLength(FormLimits.Place)]
    [Description("Village, street or description.")]
    public string? Place { get; init; }

    [Description("sq, sr-Latn, sr-Cyrl or en: the language of the page it was written on.")]
    public string? Language { get; init; }

    [Description("true: it is happening now.")]
    public bool? InProgress { get; init; }

    [Description("true: it is about police.")]
    public bool? AboutPolice { get; init; }

    [Description("true: the writer is the victim.")]
    public bool? Victim { get; init; }

    [Description("true: a child is involved.")]
    public bool? Child { get; init; }

    [Description("true: only the victims' helpline may read it.")]
    public bool? HelplineOnly { get; init; }

    [Description("Code of the unit it is about; that unit will not receive it.")]
    public string? ConcernedUnit { get; init; }

    [Description("From mintReceipt; without it a receipt is minted. In multipart it comes before the files.")]
    public string? Token { get; init; }

    [Description("At most 10 files, 500 MB each, 1 GB together. Hidden data is removed; a file that cannot be cleaned is refused by name of its place, the report is not.")]
    public IFormFileCollection? Files { get; init; }
}

/// <summary>A receipt.</summary>
public sealed record ReceiptBody([property: Required, Description("As typed: any case, spaces, hyphens.")] string Receipt)
{
    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ReceiptBody);
}

/// <summary>An addition.</summary>
public sealed class MessageBody
{
    [Required]
    [Description("As typed: any case, spaces, hyphens.")]
    public string Receipt { get; init; } = string.Empty;

    [Description("One of the readers that openReceipt names. Without it: a body that protects, where one has a part of the report; never the police then. In multipart it comes before the files.")]
    public string? Reader { get; init; }

    [MaxLength(FormLimits.Text)]
    [Description("May be left out when files come along.")]
    public string? Text { get; init; }

    [Description("Only in multipart.")]
    public IFormFileCollection? Files { get; init; }
}
