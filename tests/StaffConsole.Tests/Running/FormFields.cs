using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>A form as a page shows it, to be filled in and sent as a browser without scripts does.</summary>
public sealed class FormFields
{
    private readonly List<(string Name, string Value)> fields = [];
    private readonly string action;

    private FormFields(IElement form)
    {
        action = form.GetAttribute("action")!;
        foreach (var field in form.QuerySelectorAll("input, select, textarea"))
        {
            if (field is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false })
            {
                continue;
            }

            fields.Add((field.GetAttribute("name")!, field switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "",
                _ => field.TextContent,
            }));
        }
    }

    /// <summary>What a field holds; for boxes everything ticked.</summary>
    public IReadOnlyList<string> this[string name] => [.. fields.Where(field => field.Name == name).Select(field => field.Value)];

    public static FormFields Of(Answer page, string form) => new(page.Page.QuerySelector(form) ?? throw new InvalidOperationException($"The page has no {form}: {page.Status} {page.Location}"));

    /// <summary>Fills a field in, or ticks exactly these boxes.</summary>
    public FormFields With(string name, params string[] values)
    {
        fields.RemoveAll(field => field.Name == name);
        fields.AddRange(values.Select(value => (name, value)));
        return this;
    }

    public Task<Answer> SendAsync(Browser browser) => SendAsync(browser, action);

    /// <summary>The same once more to another address, as a browser does that is told to.</summary>
    public Task<Answer> SendAsync(Browser browser, string to) => browser.PostAsync(to, [.. fields]);
}
