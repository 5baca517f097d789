using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>Every form carries the mark of the account it was made for, so that also without scripts what is sent too late goes to its writer alone.</summary>
[HtmlTargetElement("form", Attributes = "asp-antiforgery")]
public sealed class WhoseTagHelper(PageMarks marks) : TagHelper
{
    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.HttpContext.StaffOrNobody() is { Session.Locked: false } user)
        {
            output.PostContent.AppendHtml($"<input type=\"hidden\" name=\"{nameof(EndedModel.Whose)}\" value=\"{marks.Of(user.AccountId)}\">");
        }
    }
}
