using System.Reflection;
using Microsoft.AspNetCore.Razor.Hosting;
using ReportingService.Intake;
using ReportingService.StaffConsole;
using ReportingService.StaffConsole.Access;

namespace ReportingService.SystemTests.Browser;

/// <summary>Every page and every part of a page the product contains, read from the compiled product: nobody has to remember to list one.</summary>
public static class ProductPages
{
    /// <summary>Views of the citizen site that readers see: pages, and the parts that are a step of their own.</summary>
    public static IReadOnlyList<string> Citizen { get; } = [.. Views(typeof(IntakeHost).Assembly).Where(view => !view.Contains("/Shared/", StringComparison.Ordinal))];

    /// <summary>Pages of the console. Those that only take a form and redirect show nothing: the access matrix knows them.</summary>
    public static IReadOnlyList<string> Staff { get; } =
        [.. Pages(typeof(StaffConsoleHost).Assembly).Where(page => AccessMatrix.Rules.Any(rule => rule.Route == page.Route && rule.Covers("GET"))).Select(page => page.View)];

    /// <summary>Pages of the console that the access matrix does not name: nobody can reach them.</summary>
    public static IReadOnlyList<string> Unreachable { get; } =
        [.. Pages(typeof(StaffConsoleHost).Assembly).Where(page => AccessMatrix.Rules.All(rule => rule.Route != page.Route)).Select(page => page.View)];

    private static IEnumerable<string> Views(Assembly assembly)
        => assembly.GetCustomAttributes<RazorCompiledItemAttribute>().Select(item => item.Identifier)
            .Where(view => !view.EndsWith("/_ViewStart.cshtml", StringComparison.Ordinal) && !view.EndsWith("/_ViewImports.cshtml", StringComparison.Ordinal));

    private static IEnumerable<(string View, string Route)> Pages(Assembly assembly)
        => from item in assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
           from fact in item.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>()
           where fact.Key == "RouteTemplate"
           select (item.Identifier, fact.Value.Trim('/'));
}
