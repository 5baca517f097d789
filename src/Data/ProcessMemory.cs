using System.Runtime.InteropServices;

namespace ReportingService.Data;

/// <summary>
/// Threat: a crash, or another program of the same user, copies the process's memory, in which reports are open for moments. The process
/// refuses both. Swap is the operating system's: it must be off or encrypted.
/// </summary>
public static partial class ProcessMemory
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE
    private const int CoreSize = 4; // RLIMIT_CORE

    /// <summary>No core files, no debugger but root's. Linux only; elsewhere nothing happens.</summary>
    public static void Guard()
    {
        if (OperatingSystem.IsLinux())
        {
            var none = default(Limit);
            _ = SetLimit(CoreSize, in none);
            _ = Control(SetDumpable, 0, 0, 0, 0);
        }
    }

    /// <summary>
    /// Gives back what the C library holds of memory that was freed: compiling a method or deriving a key leaves megabytes there, which it
    /// keeps for later. Linux with glibc; elsewhere nothing happens.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, with a way of its own.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint keep);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        private readonly nuint soft;
        private readonly nuint hard;
    }
}
