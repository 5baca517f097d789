using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace ReportingService.StaffConsole.ShowAudit;

/// <summary>Which lines of the audit log are wanted, as the address says. Everything left out is no filter.</summary>
public sealed class AuditFilter
{
    /// <summary>The code of an action.</summary>
    public string? Action { get; set; }

    /// <summary>Name of an account that acts or is acted on, or of a part of the service.</summary>
    public string? Account { get; set; }

    /// <summary>The first day, as a date field sends it.</summary>
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    /// <summary>Only lines before this one.</summary>
    public long? Before { get; set; }

    /// <summary>Whether anything is left out.</summary>
    public bool IsSet => new[] { Action, Account, From, Until }.Any(value => !string.IsNullOrWhiteSpace(value));

    /// <summary>The first day; null when none is given, or what is given is no day.</summary>
    public DateOnly? FirstDay => Day(From);

    /// <summary>The last day.</summary>
    public DateOnly? LastDay => Day(Until);

    /// <summary>The same lines, further back.</summary>
    public string FurtherBack(long before)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("action", Action), ("account", Account), ("from", From), ("until", Until) })
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Add(name, value);
            }
        }

        query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        return "/audit" + query;
    }

    private static DateOnly? Day(string? day)
        => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found : null;
}
