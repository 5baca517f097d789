using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ReportingService.Web.Assets;

/// <summary><c>&lt;link asset="service.css"&gt;</c> and <c>&lt;script asset="citizen.js"&gt;</c>: writes the whole tag, or nothing when the file is not there.</summary>
[HtmlTargetElement("link", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("script", Attributes = "asset")]
public sealed class AssetTagHelper(AssetCatalogue assets) : TagHelper
{
    /// <summary>The file's name.</summary>
    public string Asset { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (assets.Find(Asset) is not { } asset)
        {
            output.SuppressOutput();
            return;
        }

        if (output.TagName == "link")
        {
            output.Attributes.SetAttribute("rel", "stylesheet");
            output.Attributes.SetAttribute("href", asset.Url);
        }
        else
        {
            output.TagMode = TagMode.StartTagAndEndTag;
            output.Attributes.SetAttribute("src", asset.Url);
            output.Attributes.SetAttribute("defer", "defer");
        }
    }
}
