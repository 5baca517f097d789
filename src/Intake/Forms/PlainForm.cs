namespace ReportingService.Intake.Forms;

/// <summary>The fields of one posted form, in memory only. Prints only its type name.</summary>
public sealed class PlainForm
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> repeated = [];

    /// <summary>The field's value; empty when it was not sent.</summary>
    public string this[string name] => values.GetValueOrDefault(name, string.Empty);

    /// <summary>Names of the fields that were sent.</summary>
    public IReadOnlyCollection<string> Names => values.Keys;

    /// <summary>Names sent more than once; the first value counts.</summary>
    public IReadOnlyList<string> Repeated => repeated;

    /// <summary>Whether a file came along, whatever became of it.</summary>
    public bool HasFiles { get; internal set; }

    /// <summary>True for a ticked box.</summary>
    public bool IsTicked(string name) => this[name] is "true" or "on";

    /// <summary>Sets a field, as the pages do when they fill in a default.</summary>
    public void Set(string name, string value) => values[name] = value;

    /// <inheritdoc/>
    public override string ToString() => nameof(PlainForm);

    internal void Add(string name, string value)
    {
        // A text area sends CRLF; people count a line break as one character. Other control characters say nothing and no page can show them.
        if (!values.TryAdd(name, WithoutControls(value.ReplaceLineEndings("\n"))))
        {
            repeated.Add(name);
        }
    }

    private static string WithoutControls(string value)
        => value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\u007f', StringComparison.Ordinal)
            ? string.Concat(value.Where(letter => letter is '\n' or '\t' || !char.IsControl(letter)))
            : value;
}
