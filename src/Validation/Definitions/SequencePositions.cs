using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Validation.Definitions;

/// <summary>Finds sequences of the target that stand behind the source's and would give out values
/// that their column holds already.</summary>
internal static class SequencePositions
{
    /// <summary>Returns a difference for each sequence that would collide.</summary>
    public static async Task<IReadOnlyList<DefinitionDifference>> CollidingAsync(
        NpgsqlConnection source, NpgsqlConnection target, MigrationScope scope, CancellationToken cancellationToken)
    {
        var here = (await ReadAsync(source, cancellationToken))
            .ToDictionary(one => scope.Map(one.Sequence));
        var colliding = new List<DefinitionDifference>();
        foreach (var one in await ReadAsync(target, cancellationToken))
        {
            if (here.GetValueOrDefault(one.Sequence) is { } other && one.IsBehind(other)
                && await FarthestAsync(target, one, cancellationToken) is { } value)
                colliding.Add(Colliding(one, value));
        }

        return colliding;
    }

    private static DefinitionDifference Colliding(Position one, long value) => new(
        ObjectKinds.Sequence, one.Sequence.ToString(),
        $"It stands at {one.Last?.ToString(CultureInfo.InvariantCulture) ?? "its start"}, but column {one.Column} of {one.Table} holds "
            + $"{value}: the next values collide.",
        $"SELECT pg_catalog.setval({Literal.Quote(Identifier.Qualify(one.Sequence))}, {value});");

    /// <summary>Returns the column's value farthest in the sequence's direction, where it lies beyond the sequence. Tables that the
    /// planner would evaluate users' code for are passed over.</summary>
    private static async Task<long?> FarthestAsync(NpgsqlConnection target, Position one, CancellationToken cancellationToken)
    {
        if ((await PlannedCode.OfAsync(target, [(one.Table, true)], cancellationToken)).Count > 0)
            return null;
        var column = Identifier.Quote(one.Column);
        var farthest = $"pg_catalog.{(one.Increment > 0 ? "max" : "min")}({column})";
        var statement =
            $"SELECT least(greatest({farthest}, {long.MinValue}), {long.MaxValue})::pg_catalog.int8 FROM {Identifier.Qualify(one.Table)}";
        await using var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        return await batch.ExecuteScalarAsync(cancellationToken) is long value
            && (one.Last is not { } last || one.IsBeyond(value, last)) ? value : null;
    }

    private static async Task<IReadOnlyList<Position>> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Definition>("sequence-positions.sql"), session);
        return await command.ReadAllAsync(
            row => new Position(row.Name(0), row.Name(2), row.GetString(4), row.GetInt64(5), row.ValueOrNull<long>(6)), cancellationToken);
    }

    private sealed record Position(QualifiedName Sequence, QualifiedName Table, string Column, long Increment, long? Last)
    {
        public bool IsBehind(Position other) => other.Last is { } there && (Last is not { } here || IsBeyond(there, here));

        public bool IsBeyond(long value, long position) => Increment > 0 ? value > position : value < position;
    }
}
