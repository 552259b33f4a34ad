using ActorMigrate.Catalog.Drafts;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Asks the target which objects of a plan it has already in the same form, by the query that a run sends before it makes an
/// object (<see cref="SchemaObject.ExistsQuery"/>).</summary>
internal static class AlreadyMade
{
    private const int BatchSize = 100;

    /// <summary>Returns the ids of those among <paramref name="objects"/> that are there.</summary>
    public static async Task<IReadOnlySet<int>> FindAsync(
        NpgsqlConnection target, IEnumerable<SchemaObject> objects, CancellationToken cancellationToken)
    {
        var found = new HashSet<int>();
        foreach (var path in objects.Where(made => made.ExistsQuery is not null).GroupBy(made => made.SearchPath))
        {
            foreach (var batch in path.Chunk(BatchSize))
                found.UnionWith(await AskAsync(target, path.Key, batch, cancellationToken));
        }

        return found;
    }

    private static async Task<IEnumerable<int>> AskAsync(
        NpgsqlConnection target, string searchPath, SchemaObject[] batch, CancellationToken cancellationToken)
    {
        try
        {
            return await AskTogetherAsync(target, searchPath, batch, cancellationToken);
        }
        catch (PostgresException error) when (!error.IsTransient)
        {
            // A query that fails is about an object that is not there in that form. It says nothing about the others.
            if (batch.Length == 1)
                return [];
            var half = batch.Length / 2;
            var first = await AskAsync(target, searchPath, batch[..half], cancellationToken);
            return [.. first, .. await AskAsync(target, searchPath, batch[half..], cancellationToken)];
        }
    }

    private static async Task<IEnumerable<int>> AskTogetherAsync(
        NpgsqlConnection target, string searchPath, SchemaObject[] batch, CancellationToken cancellationToken)
    {
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        await using (var path = new NpgsqlCommand($"SET LOCAL search_path = {searchPath}", target))
            await path.ExecuteNonQueryAsync(cancellationToken);
        var query = $"SELECT ARRAY[{string.Join(", ", batch.Select(made => $"({made.ExistsQuery!.Trim().TrimEnd(';')})"))}]::boolean[]";
        await using var command = new NpgsqlCommand(query, target);
        var answers = await ExecuteAsync(command, cancellationToken);
        return batch.Zip(answers).Where(pair => pair.Second == true).Select(pair => pair.First.Id);
    }

    private static async Task<bool?[]> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetFieldValue<bool?[]>(0);
    }
}
