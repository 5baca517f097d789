using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>What everybody gets for reading.</summary>
internal sealed class ReadingFactory(IReportingDbSource source) : IDbContextFactory<ReportingDb>
{
    public ReportingDb CreateDbContext() => source.ForReading();
}
