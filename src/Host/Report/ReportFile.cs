using System.Text;
using System.Text.Json;
using ActorMigrate.Host.Report.Rendering;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Report;

/// <summary>The file of the report: checked before the run, written in one piece after it. Its name decides how: <c>.html</c> and
/// <c>.htm</c> are a page, <c>.md</c> is Markdown, and all others are JSON.</summary>
internal sealed class ReportFile
{
    private readonly string _path;

    private ReportFile(string path) => _path = path;

    /// <summary>The file's name, as the user gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Makes sure that a report can be written at <paramref name="path"/>, which <paramref name="flag"/> named.</summary>
    /// <exception cref="RefusedException">It cannot.</exception>
    public static ReportFile Prepare(string path, string flag = "--report")
    {
        var file = new ReportFile(Resolve(path, flag)) { Name = path };
        try
        {
            var probe = file.Temporary();
            new FileStream(probe, FileMode.CreateNew).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refused(path, flag, FileFaults.Cause(path, e), e);
        }

        return file;
    }

    private static string Resolve(string path, string flag)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
            throw Refused(path, flag, "it is a folder", null);
        // Renaming over a device or a process's descriptor would replace it.
        if (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal))
            throw Refused(path, flag, "it is not a regular file", null);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private static RefusedException Refused(string path, string flag, string cause, Exception? inner) =>
        new(Outcome.BadUsage, $"The report cannot be written to {path}: {cause}.",
            $"Name a file in an existing, writable folder with {flag}.", inner);

    /// <summary>Writes the report: a reader of the file sees the old one or all of the new one.</summary>
    public void Write(ReportDocument report)
    {
        var temporary = Temporary();
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create))
            {
                Write(stream, report);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private void Write(FileStream stream, ReportDocument report)
    {
        switch (Path.GetExtension(_path).ToLowerInvariant())
        {
            case ".html" or ".htm":
                stream.Write(Encoding.UTF8.GetBytes(ReportPage.Of(report)));
                break;
            case ".md":
                stream.Write(Encoding.UTF8.GetBytes(ReportMarkdown.Of(report)));
                break;
            default:
                JsonSerializer.Serialize(stream, report, ReportJson.Indented.ReportDocument);
                stream.WriteByte((byte)'\n');
                break;
        }
    }

    private string Temporary() => Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Environment.ProcessId}.tmp");
}
