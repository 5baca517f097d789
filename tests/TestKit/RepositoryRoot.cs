namespace ReportingService.TestKit;

/// <summary>Finds the root of the working copy from wherever the tests run.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the folder that holds ReportingService.sln.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "ReportingService.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("ReportingService.sln was not found above the tests.");
    }
}
