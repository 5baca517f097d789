namespace ReportingService.Standalone.Running;

/// <summary>Where a Standalone instance keeps everything, and what kind of instance it is.</summary>
internal sealed class DataFolder(string path)
{
    private const string DemoMark = "demo-instance";
    private const string RealMark = "instance";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Database => In("reports.db");

    public string Blobs => In("blobs");

    /// <summary>Encrypted scratch of uploads whose format cannot stream. Safe to empty while the product is stopped.</summary>
    public string Scratch => In("scratch");

    public string Trust => In("keys", "trust.json");

    /// <summary>The newest key epochs this instance has seen: what protects against a database that was rolled back.</summary>
    public string SeenKeys => In("keys", "seen-keys.json");

    public string RouterKeys => In("keys", "router");

    public string FormTokenKey => In("keys", "form-token.key");

    public string AdministratorLink => In("administrator-link.txt");

    public string DemoAccounts => In("demo-accounts.json");

    public bool IsDemo => File.Exists(In(DemoMark));

    public bool IsReal => File.Exists(In(RealMark));

    public bool Exists => Directory.Exists(Path) && File.Exists(Database);

    /// <summary>Makes the folder (readable by its owner only) and marks its kind. A demonstration never becomes real, nor the reverse.</summary>
    /// <returns>Null, or the sentence that says why this folder is refused.</returns>
    public string? Claim(bool demo)
    {
        if (demo && IsReal)
        {
            return $"{Path} holds a real instance. A demonstration needs a folder of its own: add --data DIR.";
        }

        if (!demo && IsDemo)
        {
            return $"{Path} holds a demonstration, whose passphrases are printed. Start it with --demo, or name another folder with --data DIR.";
        }

        foreach (var folder in new[] { Path, Blobs, Scratch, In("keys"), RouterKeys })
        {
            MakePrivate(folder);
        }

        File.WriteAllText(In(demo ? DemoMark : RealMark), string.Empty);
        return null;
    }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file that only its owner reads, from its first byte.</summary>
    public static void WritePrivate(string file, string text)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
