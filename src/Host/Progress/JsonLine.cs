using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorMigrate.Host.Progress;

/// <summary>Writes one object as one line of JSON; events begin with their name and their time.</summary>
internal static class JsonLine
{
    // Readable in a terminal; control characters and quotes are escaped all the same.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, string name, DateTimeOffset at, Action<Utf8JsonWriter> fields)
    {
        output.Write(Of(json =>
        {
            json.WriteString("event", name);
            json.WriteString("at", at.UtcDateTime);
            fields(json);
        }));
        output.Flush();
    }

    /// <summary>Returns the line with its end.</summary>
    public static string Of(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
