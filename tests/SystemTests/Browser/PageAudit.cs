using System.Text.Json;
using Microsoft.Playwright;
using ReportingService.TestKit;

namespace ReportingService.SystemTests.Browser;

/// <summary>Everything a script can say about a page in front of it. Answers with the faults; an empty list is a good page.</summary>
public static class PageAudit
{
    public const int CitizenTarget = 44;
    public const int StaffTarget = 24;

    private const string Everything = "{ preload: false, resultTypes: ['violations'], runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }, rules: { region: { enabled: false } } }";
    private const string Contrast = "{ preload: false, resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }";

    private static readonly Lazy<string> Axe = new(() => Read(RequiredProgram.Find(
        "axe-core (the accessibility checker)", Path.Combine(RepositoryRoot.Path, "tests/node/node_modules/axe-core/axe.min.js"))));

    private static readonly string Layout = Own("audit.js");
    private static readonly string Focus = Own("focus.js");

    /// <summary>Layout alone: width, targets, clipped and untranslated words.</summary>
    public static async Task<IReadOnlyList<string>> LayoutAsync(IPage page, int target)
        => await page.EvaluateAsync<string[]>(Layout, new { target });

    /// <summary>Layout, the guideline's rules in the present theme, contrast in the other one, focus in ordinary and in forced colours.</summary>
    public static async Task<IReadOnlyList<string>> WholeAsync(IPage page, int target, ColorScheme theme)
    {
        List<string> faults = [.. await LayoutAsync(page, target)];
        await page.EvaluateAsync(Axe.Value);

        // The header stays in sight: what a walk has scrolled behind it is not too small, it is scrolled.
        await page.EvaluateAsync("() => scrollTo(0, 0)");
        faults.AddRange(await RulesAsync(page, Everything, theme));
        var other = theme == ColorScheme.Light ? ColorScheme.Dark : ColorScheme.Light;
        await page.EmulateMediaAsync(new() { ColorScheme = other });
        faults.AddRange(await RulesAsync(page, Contrast, other));
        await page.EmulateMediaAsync(new() { ColorScheme = theme });
        await page.Keyboard.PressAsync("Tab");
        faults.AddRange(await page.EvaluateAsync<string[]>(Focus, false));
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        faults.AddRange(await page.EvaluateAsync<string[]>(Focus, true));
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        return faults;
    }

    private static async Task<IEnumerable<string>> RulesAsync(IPage page, string options, ColorScheme theme)
    {
        var found = await page.EvaluateAsync<JsonElement>(
            $"async () => (await axe.run(document, {options})).violations.map(v => ({{ id: v.id, nodes: v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + ' | ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')) }}))");
        return found.EnumerateArray().Select(fault => $"axe {fault.GetProperty("id").GetString()} ({theme}): {string.Join(" ;; ", fault.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()))}");
    }

    private static string Own(string name) => Read(Path.Combine(RepositoryRoot.Path, "tests/SystemTests/Browser", name));

    private static string Read(string path) => File.ReadAllText(path);
}
