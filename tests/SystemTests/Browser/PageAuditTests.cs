using System.Diagnostics;
using Microsoft.Playwright;
using ReportingService.Web.Languages;

namespace ReportingService.SystemTests.Browser;

/// <summary>
/// Every page of both sites, in a real browser. Each page is seen whole in one language and measured in the language with the
/// most letters; with REPORTING_ALL_PAGES=1 whole in every language and both themes.
/// </summary>
[Collection(BrowserFixture.Together)]
public sealed class PageAuditTests(BrowserFixture product)
{
    private const int Narrowest = 320;
    private static readonly bool All = Environment.GetEnvironmentVariable("REPORTING_ALL_PAGES") == "1";

    [Fact]
    public void Pages_OfTheCompiledProduct_AllHaveARecipe()
    {
        var recipes = CitizenRecipes.All(product).Concat(StaffRecipes.All(product)).SelectMany(recipe => recipe.Shows).ToHashSet();
        Assert.True(ProductPages.Citizen.Count > 10 && ProductPages.Staff.Count > 15, "The list of pages is not read from the product any more.");
        Assert.Empty(ProductPages.Unreachable);
        Assert.Empty(ProductPages.Citizen.Concat(ProductPages.Staff).Except(recipes));
        Assert.Empty(recipes.Except(ProductPages.Citizen).Except(ProductPages.Staff));
    }

    [Fact]
    public Task CitizenPages_InEveryTheme_HaveNoFault() => AuditAsync(CitizenRecipes.All(product), PageAudit.CitizenTarget);

    [Fact]
    public Task StaffPages_InEveryTheme_HaveNoFault() => AuditAsync(StaffRecipes.All(product), PageAudit.StaffTarget);

    private static string Longest(bool citizen)
    {
        var catalogue = new TextCatalogue(citizen ? typeof(Intake.IntakeHost).Assembly : typeof(StaffConsole.StaffConsoleHost).Assembly);
        return SiteLanguage.All.MaxBy(language => catalogue.KeysOf(language).Sum(key => catalogue.Get(language, key).Length))!.Tag;
    }

    private async Task AuditAsync(IReadOnlyList<Recipe> recipes, int target)
    {
        var faults = new List<string>();
        var citizen = target == PageAudit.CitizenTarget;
        foreach (var group in recipes.Select((recipe, number) => (recipe, number)).GroupBy(entry => entry.recipe.Account))
        {
            await using var visit = await product.Staff.VisitAsync(group.Key, Narrowest);
            foreach (var (recipe, number) in group)
            {
                foreach (var (tag, theme, whole) in Looks(number, Longest(citizen)))
                {
                    var clock = Stopwatch.StartNew();
                    await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                    await recipe.GoAsync(visit, tag);
                    List<string> found = [.. visit.Complaints()];
                    found.AddRange(whole ? await PageAudit.WholeAsync(visit.Page, target, theme) : await PageAudit.LayoutAsync(visit.Page, target));
                    if (citizen)
                    {
                        found.AddRange(await visit.LeftBehindAsync());
                    }

                    visit.Complaints();
                    faults.AddRange(found.Select(fault => $"{recipe} {tag}: {fault}"));
                    TestContext.Current.TestOutputHelper?.WriteLine($"{recipe} {tag} {theme} {clock.ElapsedMilliseconds} ms");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<(string Tag, ColorScheme Theme, bool Whole)> Looks(int number, string longest)
    {
        if (All)
        {
            return from language in SiteLanguage.All from theme in new[] { ColorScheme.Light, ColorScheme.Dark } select (language.Tag, theme, true);
        }

        var tag = SiteLanguage.All[number % SiteLanguage.All.Count].Tag;
        (string, ColorScheme, bool) first = (tag, number % 2 == 0 ? ColorScheme.Light : ColorScheme.Dark, true);
        return tag == longest ? [first] : [first, (longest, ColorScheme.Light, false)];
    }
}
