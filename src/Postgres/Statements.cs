using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Statements that go to a server in one round trip, and have no answer.</summary>
public static class Statements
{
    /// <summary>Runs a command of one statement, or of several that semicolons part.</summary>
    public static async Task RunAsync(this NpgsqlConnection session, string command, CancellationToken cancellationToken)
    {
        await using var running = new NpgsqlCommand(command, session);
        await running.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns a batch of <paramref name="statements"/> as they are: the text of a plain command is searched for semicolons and
    /// parameters, which DDL may hold.</summary>
    public static NpgsqlBatch BatchOf(this NpgsqlConnection session, IEnumerable<string> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var batch = new NpgsqlBatch(session);
        batch.Add(statements);
        return batch;
    }

    /// <summary>Adds <paramref name="statements"/> to a batch, as they are.</summary>
    public static void Add(this NpgsqlBatch batch, params IEnumerable<string> statements)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(statements);
        foreach (var statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
    }
}
