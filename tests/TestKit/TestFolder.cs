namespace ReportingService.TestKit;

/// <summary>A folder of a test's own, gone when the test is.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("reporting-test-").FullName;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>A path inside the folder.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that is still ending may hold a file for a moment; the operating system's clean-up takes the rest.
        }
    }
}
