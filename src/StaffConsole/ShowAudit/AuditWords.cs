using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Layout;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.ShowAudit;

/// <summary>The audit log in the reader's language. Nothing is left out: what has no name stands as it was written.</summary>
public sealed class AuditWords(Texts texts, TextCatalogue catalogue, Names names, RoutingData routing)
{
    private static readonly string[] ClosedSets = ["staff.role.", "staff.outcome.", "staff.recuse.", "staff.refer.basis.", "staff.bounce.", "staff.rules.decline.", "staff.late.called."];

    /// <summary>What was done.</summary>
    public string Action(string action) => Find("staff.audit.action." + action) ?? action;

    /// <summary>Everything that can have been done, by its words.</summary>
    public IReadOnlyList<(string Code, string Words)> Actions() => All("staff.audit.action.");

    /// <summary>The parts of the service that act, by their words.</summary>
    public IReadOnlyList<(string Code, string Words)> Parts() => All("staff.audit.actor.");

    /// <summary>
    /// An account by its user name, a desk or a part of the service by its name, a report by the whole of its random number; <c>draft:</c> and
    /// <c>version:</c> before what they name.
    /// </summary>
    public string Named(string id, IReadOnlyDictionary<string, string> userNames)
        => userNames.TryGetValue(id, out var userName) ? userName
            : Find("staff.audit.actor." + id) is { } part ? part
            : id.Split(':', 2) is [var kind, .. var rest] && Find("staff.audit.subject." + kind) is { } named ? string.Join(": ", [named, .. rest])
            : routing.Desks.Find(id) is not null ? $"{names.Desk(id)} ({id})" : id;

    /// <summary>The details one by one: <c>desk=PIK;epoch=2</c>, <c>PS_GJILAN&gt;RPD_GJILAN</c> or a code alone.</summary>
    public IEnumerable<string> Details(string detail, IReadOnlyDictionary<string, string> userNames)
        => detail.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2) is [var name, var value]
            ? $"{Find("staff.audit.detail." + name) ?? name}: {(name == "for" ? Purpose(value) : Value(value, userNames))}"
            : string.Join(" → ", part.Split('>').Select(value => Value(value, userNames))));

    private List<(string Code, string Words)> All(string keys)
        => [.. catalogue.KeysOf(texts.Language).Where(key => key.StartsWith(keys, StringComparison.Ordinal)).Select(key => (Code: key[keys.Length..], Words: texts[key]))
            .OrderBy(known => known.Words, Alphabet.Of(texts.Language.Tag))];

    private string Purpose(string code) => Find("staff.audit.for." + code) ?? Action(code);

    private string Value(string code, IReadOnlyDictionary<string, string> userNames)
        => ClosedSets.Select(set => Find(set + code)).FirstOrDefault(word => word is not null) ?? Named(code, userNames);

    private string? Find(string key) => texts.Has(key) ? texts[key] : null;
}
