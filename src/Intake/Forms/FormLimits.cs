namespace ReportingService.Intake.Forms;

/// <summary>How much of a form is held in memory, and how much may arrive.</summary>
public static class FormLimits
{
    /// <summary>Characters of a report or a message.</summary>
    public const int Text = 20_000;

    /// <summary>Characters of the place.</summary>
    public const int Place = 500;

    /// <summary>Files with one report or message.</summary>
    public const int Files = 10;

    /// <summary>Bytes of one file.</summary>
    public const long File = 500_000_000;

    /// <summary>Bytes of all files together.</summary>
    public const long AllFiles = 1_000_000_000;

    /// <summary>Bytes of all fields together: room to give back a text that is far too long.</summary>
    public const int Fields = (2 << 20) - 1;

    /// <summary>Bytes that any form may hold in memory while it comes in: some pages of text.</summary>
    public const int Free = 32 << 10;

    /// <summary>Bytes of the longest form that can be sent: the longest text, each letter as six bytes, and what it is held in.</summary>
    public const int Sendable = 256 << 10;

    /// <summary>Bytes that all forms together may hold beyond that; what is made of them takes a few times as much for a moment.</summary>
    public const int AllForms = 128 << 20;

    /// <summary>Connections at once. High: behind the proxy a visitor has none of their own, and an idle one costs little.</summary>
    public const int Connections = 10_000;

    /// <summary>Number of fields.</summary>
    public const int FieldCount = 100;

    /// <summary>Bytes of any request. More is not even read to its end.</summary>
    public const long Request = 2_000_000_000;
}
