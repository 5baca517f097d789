using System.Globalization;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What the audit log says of a copy that left.</summary>
/// <param name="Basis">Code of a <see cref="HandOffBasis"/>.</param>
/// <param name="Desk">Who got it.</param>
/// <param name="Known">How many times the reporter's later words had excluded somebody, to the knowledge of that desk.</param>
/// <param name="Item">The item with the terms.</param>
/// <param name="Above">Of a call: it went to somebody above that desk, and not to the desk, which the reporter has named.</param>
public sealed record HandOffLine(string Basis, string Desk, int Known, Guid Item, bool Above = false)
{
    private const string CalledAbove = "called=above";

    /// <summary>Null when it is none.</summary>
    public static HandOffLine? Read(string detail)
        => detail.Split(';') is [var basis, ['t', 'o', '=', .. var desk], ['l', 'a', 't', 'e', 'r', '=', .. var later], .. var called, ['i', 't', 'e', 'm', '=', .. var item]]
            && called is [] or [CalledAbove]
            && int.TryParse(later, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && Guid.TryParseExact(item, "N", out var id)
            ? new HandOffLine(basis, desk, known, id, called.Length > 0)
            : null;

    /// <summary>As it stands in the log; ends with the item.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Basis};to={Desk};later={Known};{(Above ? CalledAbove + ";" : "")}item={Item:N}");
}
