namespace ReportingService.Intake.Pages.SendReport;

/// <summary>The steps of sending a report, in order.</summary>
public enum SendReportStep
{
    /// <summary>What happened.</summary>
    Report,

    /// <summary>About it.</summary>
    About,

    /// <summary>Only when a place name has several meanings.</summary>
    Place,

    /// <summary>Check before sending; files.</summary>
    Check,

    /// <summary>Sent: the receipt.</summary>
    Sent,

    /// <summary>The address of the sent page without its form, as when a phone has thrown the tab away.</summary>
    Once,
}
