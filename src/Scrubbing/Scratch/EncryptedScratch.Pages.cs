using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ReportingService.Scrubbing.Scratch;

/// <summary>The pages on the disk: sealed when they leave memory, opened when they are read.</summary>
internal sealed partial class EncryptedScratch
{
    private void MoveToFile()
    {
        file = OpenFile(folder ?? throw RefusedException.TooLarge("More scratch than memory allows."));

        // Threat: the disk is seized or imaged. The key is random, never stored, and dies with this object.
        Span<byte> key = stackalloc byte[32];
        RandomNumberGenerator.Fill(key);
        cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
        sealedPages = new byte[PagesAtOnce * StoredPage];
        var held = memory;
        var heldBytes = filled;
        memory = new byte[PagesAtOnce * PageBytes];
        filled = 0;
        length -= heldBytes;
        Append(held.AsSpan(0, heldBytes));
        CryptographicOperations.ZeroMemory(held);
    }

    private void SealMemory()
    {
        Span<byte> nonce = stackalloc byte[12];
        var stored = 0;
        for (var at = 0; at < filled; at += PageBytes)
        {
            // Threat: a nonce used twice opens both pages. Each page number is written exactly once under its key.
            NonceOf(pagesWritten + at / PageBytes, nonce);
            var plain = memory.AsSpan(at, Math.Min(PageBytes, filled - at));
            var target = sealedPages.AsSpan(stored, plain.Length + TagBytes);
            cipher!.Encrypt(nonce, plain, target[..plain.Length], target[plain.Length..]);
            stored += target.Length;
        }

        RandomAccess.Write(file!, sealedPages.AsSpan(0, stored), pagesWritten * StoredPage);
        pagesWritten += (filled + PageBytes - 1) / PageBytes;
        filled = 0;
    }

    private void Finish()
    {
        if (finished)
        {
            return;
        }

        finished = true;
        if (file is not null)
        {
            if (filled > 0)
            {
                SealMemory();
            }

            openPages = memory;
            memory = [];
        }
    }

    private void OpenPages(long first)
    {
        var plainHere = Math.Min((long)PagesAtOnce * PageBytes, length - first * PageBytes);
        var pages = (int)((plainHere + PageBytes - 1) / PageBytes);
        var want = (int)plainHere + pages * TagBytes;
        var got = 0;
        while (got < want)
        {
            var read = RandomAccess.Read(file!, sealedPages.AsSpan(got, want - got), first * StoredPage + got);
            if (read == 0)
            {
                throw new CryptographicException("The scratch file is shorter than what was written.");
            }

            got += read;
        }

        Span<byte> nonce = stackalloc byte[12];
        openFirst = -1;
        for (var page = 0; page < pages; page++)
        {
            NonceOf(first + page, nonce);
            var size = (int)Math.Min(PageBytes, plainHere - (long)page * PageBytes);
            var stored = sealedPages.AsSpan(page * StoredPage, size + TagBytes);
            cipher!.Decrypt(nonce, stored[..size], stored[size..], openPages.AsSpan(page * PageBytes, size));
        }

        openFirst = first;
        openCount = pages;
    }

    private static SafeFileHandle OpenFile(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".scratch");
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // The name goes at once: a crash or a power cut leaves nothing to find in the folder.
            File.Delete(path);
        }

        return handle;
    }

    private static void NonceOf(long page, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], page);
    }
}
