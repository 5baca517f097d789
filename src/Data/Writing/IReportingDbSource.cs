namespace ReportingService.Data;

/// <summary>Makes contexts of the configured engine.</summary>
internal interface IReportingDbSource
{
    ReportingDb ForReading();

    ReportingDb ForWriting();
}
