using Microsoft.Playwright;
using ReportingService.Web.Languages;

namespace ReportingService.SystemTests.Browser;

/// <summary>
/// Pictures of every page for people to look at: REPORTING_PICTURES names the folder; REPORTING_PICTURES_OF parts of the names of those wanted
/// and REPORTING_PICTURES_IN their languages, with commas.
/// </summary>
[Collection(BrowserFixture.Together)]
public sealed class ScreenshotTests(BrowserFixture product)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("REPORTING_PICTURES");

    private static readonly string[]? Wanted = Environment.GetEnvironmentVariable("REPORTING_PICTURES_OF")?.Split(',');

    private static readonly string[]? Tags = Environment.GetEnvironmentVariable("REPORTING_PICTURES_IN")?.Split(',');

    [Fact]
    public async Task Pages_OnAPhoneAndAScreen_ArePictured()
    {
        Assert.SkipWhen(Folder is null, "Pictures are taken only when REPORTING_PICTURES names a folder.");
        foreach (var (width, theme) in new[] { (360, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Dark), (1280, ColorScheme.Light) })
        {
            foreach (var group in CitizenRecipes.All(product).Concat(StaffRecipes.All(product)).Where(recipe => Wanted is null || Wanted.Any(part => recipe.Name.Contains(part, StringComparison.Ordinal))).GroupBy(recipe => recipe.Account))
            {
                await using var visit = await product.Staff.VisitAsync(group.Key, width);
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                foreach (var recipe in group)
                {
                    foreach (var language in SiteLanguage.All.Where(language => Tags is null || Tags.Contains(language.Tag)))
                    {
                        await recipe.GoAsync(visit, language.Tag);
                        var file = $"{width}-{theme}/{recipe.Name.Replace(' ', '-')}.{language.Tag}.png";
                        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = true });
                    }
                }
            }
        }
    }
}
