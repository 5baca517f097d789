using ReportingService.Core.Reports;

namespace ReportingService.Sealing;

/// <summary>
/// A case whose public key the receipt recognised. Only <c>ReporterKey.Vouch</c> makes one, so that nothing can be sealed to,
/// or believed from, a key that somebody put into the database.
/// </summary>
public sealed class VouchedCase
{
    internal VouchedCase(ReportId report, PublicKey key)
    {
        Report = report;
        Key = key;
    }

    /// <summary>The case.</summary>
    public ReportId Report { get; }

    /// <summary>Its public key.</summary>
    public PublicKey Key { get; }

    /// <summary>An envelope of another case is a bug of the caller, never to be tried.</summary>
    internal void CheckIsOf(EnvelopeContext context)
    {
        if (context.Case != Report)
        {
            throw new ArgumentException("The envelope is of another case.", nameof(context));
        }
    }
}
