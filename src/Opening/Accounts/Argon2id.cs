using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReportingService.Opening;

/// <summary>Argon2id 1.3 (RFC 9106, parallelism 1) from libsodium. The only native code of the service. Fails closed.</summary>
internal static class Argon2id
{
    internal const int OutputSize = 32;
    internal const int SaltSize = 16;

    private const string Library = "libsodium";
    private const string Package = "Passphrases need libsodium (Debian and Ubuntu: package libsodium23; Alpine and Fedora: libsodium).";
    private const int Argon2Id13 = 2;

    // crypto_pwhash(32, "lajmero-policine known answer", salt 00..0f, passes 2, 1024 KiB, argon2id13), computed with two independent implementations.
    private const string KnownAnswer = "9ceb89682bad6d07c3510112fa19347559ee0465a33038f9da2f84f23e44245d";

    static Argon2id() => NativeLibrary.SetDllImportResolver(typeof(Argon2id).Assembly, Resolve);

    /// <summary>Loads the library and checks a known answer, so that a wrong or replaced one is refused before any vault is made.</summary>
    internal static void Check()
    {
        try
        {
            if (sodium_init() < 0)
            {
                throw new InvalidOperationException(Package + " It could not start.");
            }

            Span<byte> salt = stackalloc byte[SaltSize];
            for (var i = 0; i < SaltSize; i++)
            {
                salt[i] = (byte)i;
            }

            Span<byte> output = stackalloc byte[OutputSize];
            Derive("lajmero-policine known answer"u8, salt, 2, 1024, output);
            if (!CryptographicOperations.FixedTimeEquals(output, Convert.FromHexString(KnownAnswer)))
            {
                throw new InvalidOperationException(Package + " The installed one gives a wrong answer.");
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new InvalidOperationException(Package, e);
        }
    }

    internal static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int passes, int memoryKiB, Span<byte> output)
    {
        if (salt.Length != SaltSize || crypto_pwhash(ref MemoryMarshal.GetReference(output), (ulong)output.Length, in MemoryMarshal.GetReference(passphrase), (ulong)passphrase.Length, in MemoryMarshal.GetReference(salt), (ulong)passes, (nuint)memoryKiB * 1024, Argon2Id13) != 0)
        {
            throw new InvalidOperationException("The passphrase could not be derived: out of memory, or parameters libsodium refuses.");
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return IntPtr.Zero;
        }

        foreach (var candidate in (ReadOnlySpan<string>)["libsodium.so.23", "libsodium.so.26", "libsodium.so", "libsodium.dylib", "libsodium.dll"])
        {
            if (NativeLibrary.TryLoad(candidate, assembly, DllImportSearchPath.SafeDirectories, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sodium_init();

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int crypto_pwhash(ref byte output, ulong outputLength, in byte passphrase, ulong passphraseLength, in byte salt, ulong passes, nuint memory, int algorithm);
}
