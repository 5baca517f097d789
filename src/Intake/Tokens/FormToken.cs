using ReportingService.Sealing;

namespace ReportingService.Intake.Tokens;

/// <summary>What came of reading a form token.</summary>
public abstract record FormToken
{
    private FormToken()
    {
    }

    /// <summary>Made here and still good.</summary>
    public sealed record Good(Receipt Receipt) : FormToken
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Good);
    }

    /// <summary>Made here, but too long ago. A report already sent with it is still found by its receipt.</summary>
    public sealed record Expired(Receipt Receipt) : FormToken
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Expired);
    }

    /// <summary>Not made here.</summary>
    public sealed record Forged : FormToken;
}
