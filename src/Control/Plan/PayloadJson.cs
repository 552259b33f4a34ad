using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Control.Plan;

/// <summary>The JSON form of what the ledger's columns <c>payload</c>, <c>cursor</c>, <c>shape</c> and <c>options</c> hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopyPayload))]
[JsonSerializable(typeof(StatementPayload))]
[JsonSerializable(typeof(CountPayload))]
[JsonSerializable(typeof(LargeObjectsPayload))]
[JsonSerializable(typeof(CountLargeObjectsPayload))]
[JsonSerializable(typeof(CopyCursor))]
[JsonSerializable(typeof(RelationShape))]
[JsonSerializable(typeof(MigrationOptions))]
[JsonSerializable(typeof(MigrationScope))]
[JsonSerializable(typeof(NodeOptions))]
public sealed partial class PayloadJson : JsonSerializerContext
{
    private static readonly PayloadJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes <paramref name="value"/> as JSON, with letters beyond ASCII as they are: a database of SQL_ASCII cannot convert
    /// their escapes.</summary>
    public static string Write(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var json = JsonSerializer.Serialize(value, value.GetType(), Plain);
        return json.Contains("\\u", StringComparison.Ordinal) ? Escape().Replace(json, Letter) : json;
    }

    private static string Letter(Match escape)
    {
        if (!escape.Groups[1].Success)
            return escape.Value;
        var letter = (char)int.Parse(escape.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return char.IsAscii(letter) ? escape.Value : letter.ToString();
    }

    [GeneratedRegex(@"\\(?:u([0-9A-Fa-f]{4})|.)")]
    private static partial Regex Escape();

    /// <summary>Reads JSON that <see cref="Write"/> wrote; throws <see cref="JsonException"/> on anything else.</summary>
    public static T Read<T>(string json) =>
        (T?)JsonSerializer.Deserialize(json, typeof(T), Default)
        ?? throw new JsonException($"The ledger holds a null {typeof(T).Name}.");
}
