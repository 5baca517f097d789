using ReportingService.Data;

namespace ReportingService.Standalone.Running;

/// <summary>Where a Standalone instance keeps everything, and what kind of instance it is.</summary>
internal sealed class DataFolder(string path)
{
    private const string DemoMark = "demo-instance";
    private const string RealMark = "instance";
    private const string LockFile = "running.lock";
    private const string RestoreMark = "restore-unfinished";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Database => In("reports.db");

    public string Blobs => In("blobs");

    /// <summary>Encrypted scratch of uploads whose format cannot stream. Safe to empty while the product is stopped.</summary>
    public string Scratch => In("scratch");

    public string Trust => In("keys", "trust.json");

    /// <summary>The newest key epochs this instance has seen: what protects against a database that was rolled back.</summary>
    public string SeenKeys => In("keys", "seen-keys.json");

    /// <summary>The last good version of the routing rules, with its text.</summary>
    public string RulesInForce => In("keys", "rules-in-force.txt");

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

        if (File.Exists(In(RestoreMark)))
        {
            return $"{Path} is what a restore left that did not finish: something is missing in it. Delete it and restore again.";
        }

        foreach (var folder in new[] { Path, Blobs, Scratch, In("keys"), RouterKeys })
        {
            MakePrivate(folder);
        }

        File.WriteAllText(In(demo ? DemoMark : RealMark), string.Empty);
        return null;
    }

    /// <summary>
    /// Makes this process the only server of the folder until the answer is disposed of. Null when another one is.
    /// The system lets go when a process ends, however it ends; the file itself stays and means nothing. Commands do not ask for it.
    /// </summary>
    public FileStream? Hold()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(In(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(In(LockFile)))
            {
                // A process that was just killed takes a moment to end.
                if (attempt == 20)
                {
                    return null;
                }

                Thread.Sleep(100);
            }
        }
    }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Marks what is being restored, so that nothing starts on half of it.</summary>
    public void BeginRestore() => DurableFile.WritePrivate(In(RestoreMark), []);

    /// <summary>Everything is there.</summary>
    public void EndRestore() => File.Delete(In(RestoreMark));

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

    /// <summary>Copies a file so that only its owner reads the copy, from its first byte.</summary>
    public static void CopyPrivate(string from, string to)
    {
        WritePrivate(to, string.Empty);
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.Open, FileAccess.Write);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Makes a folder that only its owner enters.</summary>
    public static void MakePrivate(string folder)
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
