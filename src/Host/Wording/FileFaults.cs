using System.Text.Json;

namespace ActorMigrate.Host.Wording;

/// <summary>Says why a file cannot be read or written. The framework's words repeat the path, or name a temporary file.</summary>
internal static class FileFaults
{
    /// <summary>Returns the cause, without the path and without a full stop.</summary>
    public static string Cause(string path, Exception fault) => fault switch
    {
        FileNotFoundException => "it does not exist",
        DirectoryNotFoundException => "its folder does not exist",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "this process has no right to",
        // The reader's own exception is derived from this one; the other faults of a document are told by its path.
        JsonException { LineNumber: { } line, BytePositionInLine: { } at } broken
            when broken.InnerException is JsonException || broken.GetType() != typeof(JsonException) =>
            $"it is not JSON from line {line + 1}, byte {at + 1} on",
        _ => fault.Message.TrimEnd('.'),
    };
}
