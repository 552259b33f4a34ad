using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Control.Plan;

/// <summary>The payload of a copy task. <paramref name="ChunkRows"/> is set for a keyset copy, which commits chunk by chunk;
/// <paramref name="Condition"/> for an extension's configuration table: the WHERE clause that the extension gave it, or empty.</summary>
public sealed record CopyPayload(
    QualifiedName Source,
    QualifiedName Target,
    IReadOnlyList<string> Columns,
    bool Binary,
    string? PartitionName,
    RowPredicate Predicate,
    int? ChunkRows,
    string? Condition = null)
{
    /// <summary>The table is the target's own, with its keys, triggers and foreign keys: it is not truncated, and the last two do
    /// not act on what is copied.</summary>
    public bool IntoOwn { get; init; }
}

/// <summary>Statements that run in one transaction, after the one that holds a secret, if there is such. <paramref name="ExistsQuery"/>
/// answers true when the target has the object in this form already, and then nothing is run.</summary>
public sealed record StatementPayload(
    IReadOnlyList<string> Statements,
    string? SearchPath,
    string? ExistsQuery,
    SecretStatement? Secret = null)
{
    /// <summary>The target did not have the object when the migration began: a lot does not ask for it. Where somebody else has made it
    /// meanwhile, the lot fails, and the task, which is granted alone then, asks.</summary>
    public bool IsNew { get; init; }
}

/// <summary>The large objects that one task copies, by oid.</summary>
public sealed record LargeObjectsPayload(IReadOnlyList<uint> Oids);

/// <summary>One side's count of large objects and their bytes.</summary>
public sealed record CountLargeObjectsPayload(bool InSource);

/// <summary>One side's count of a table's rows, or of those that <paramref name="Condition"/>, a WHERE clause, selects.</summary>
public sealed record CountPayload(QualifiedName Table, bool InSource, string? Condition = null)
{
    /// <summary>The table is a partitioned one, and is counted with its partitions.</summary>
    public bool WithPartitions { get; init; }

    /// <summary>The columns to checksum, in this order on both sides; null counts rows only.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Both databases hash a row's text to the same number.</summary>
    public bool SameHashes { get; init; }
}

/// <summary>After which key a keyset copy goes on.</summary>
public sealed record CopyCursor(IReadOnlyList<string> AfterKey);

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
    /// <summary>Writes <paramref name="value"/> as JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Default);

    /// <summary>Reads JSON that <see cref="Write{T}"/> wrote; throws <see cref="JsonException"/> on anything else.</summary>
    public static T Read<T>(string json) =>
        (T?)JsonSerializer.Deserialize(json, typeof(T), Default)
        ?? throw new JsonException($"The ledger holds a null {typeof(T).Name}.");
}
