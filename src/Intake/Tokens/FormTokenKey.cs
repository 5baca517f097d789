using System.Security.Cryptography;

namespace ReportingService.Intake.Tokens;

/// <summary>The key that signs form tokens: 32 bytes in a file that all processes of the citizen site share. Made on the first start.</summary>
public sealed class FormTokenKey
{
    private const int Size = 32;

    private FormTokenKey(byte[] bytes) => Bytes = bytes;

    internal byte[] Bytes { get; }

    /// <summary>A key that lives as long as this process.</summary>
    public static FormTokenKey ForThisProcess() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads the key, or makes it (readable by its owner only).</summary>
    public static FormTokenKey InFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        if (!File.Exists(path))
        {
            // Written aside and renamed, so that two processes starting at once never read half a key.
            var made = path + "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            using (var file = new FileStream(made, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Size));
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(made, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(made);
            }
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Size ? new FormTokenKey(bytes) : throw new InvalidDataException($"The form token key {path} is not {Size} bytes long.");
    }
}
