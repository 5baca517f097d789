namespace ReportingService.Scrubbing;

public sealed partial class MetadataScrubber
{
    /// <summary>What is written stands beside its destination under this name until it is verified.</summary>
    public const string UnfinishedSuffix = ".unfinished";

    /// <summary>
    /// Scrubs a file on disk into another. The output appears only when verified: it is written under another name beside its
    /// destination, then renamed; on refusal, cancellation or error nothing is left. File times and names are not copied.
    /// </summary>
    /// <param name="inPath">The file to read.</param>
    /// <param name="outPath">The file to make; one of that name is replaced. Its folder must exist.</param>
    /// <param name="ct">Cancels; throws <see cref="OperationCanceledException"/>.</param>
    /// <returns><see cref="ScrubOutcome.Clean"/>, the file being on the disk, or <see cref="ScrubOutcome.Refused"/>.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The account may not read or write there.</exception>
    public async Task<ScrubOutcome> ScrubFileAsync(string inPath, string outPath, CancellationToken ct = default)
    {
        var unfinished = outPath + UnfinishedSuffix;
        var done = false;
        try
        {
            ScrubOutcome outcome;
            var input = SequentialFile.OpenRead(inPath);
            await using (input.ConfigureAwait(false))
            {
                var output = SequentialFile.Create(unfinished);
                await using (output.ConfigureAwait(false))
                {
                    outcome = await ScrubAsync(input, output, options.Limits, ct).ConfigureAwait(false);
                }
            }

            if (outcome is ScrubOutcome.Clean)
            {
                File.Move(unfinished, outPath, overwrite: true);
                done = true;
            }

            return outcome;
        }
        finally
        {
            if (!done)
            {
                File.Delete(unfinished);
            }
        }
    }

    /// <summary>
    /// Scrubs a file, or every file of a folder and its folders, in ordinal order of relative paths. Accepted files get the same
    /// relative path under <paramref name="outPath"/>; refused ones get nothing.
    /// </summary>
    /// <param name="inPath">A file or a folder.</param>
    /// <param name="outPath">A file when <paramref name="inPath"/> is one, else a folder, made when missing.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="ct">Cancels between and within files; throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a file, in the order in which they were scrubbed. Refusals are results, not exceptions.</returns>
    /// <exception cref="IOException">A file or folder cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The account may not read or write there.</exception>
    public async Task<IReadOnlyList<FileScrubResult>> ScrubFolderAsync(string inPath, string outPath, IProgress<FileScrubResult>? progress = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(inPath);
        ArgumentException.ThrowIfNullOrEmpty(outPath);
        var single = File.Exists(inPath);
        string[] files = single ? [Path.GetFileName(inPath)] : Listing(inPath);
        var results = new List<FileScrubResult>(files.Length);
        for (var i = 0; i < files.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            var from = single ? inPath : Path.Combine(inPath, files[i]);
            var to = single ? outPath : Path.Combine(outPath, files[i]);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
            var result = new FileScrubResult(files[i], i + 1, files.Length, await ScrubFileAsync(from, to, ct).ConfigureAwait(false));
            results.Add(result);
            progress?.Report(result);
        }

        return results;
    }

    private static string[] Listing(string folder)
    {
        // Links are not followed: a folder of a stranger may point anywhere.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(folder, "*", options).Select(path => Path.GetRelativePath(folder, path)).ToArray();
        Array.Sort(files, string.CompareOrdinal);
        return files;
    }
}
