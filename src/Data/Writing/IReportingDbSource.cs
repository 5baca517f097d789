namespace ReportingService.Data;

/// <summary>Makes contexts of the configured engine.</summary>
public interface IReportingDbSource
{
    ReportingDb ForReading();

    ReportingDb ForWriting();
}
