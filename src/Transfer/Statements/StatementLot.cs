using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Makes the objects of a lot in one transaction, with few round trips: one query finds the objects that the target has already in
/// the same form, unless it can have none, and the statements of the others are sent in batches.</summary>
public sealed class StatementLot(KeptSessions sessions, AttemptLedger attempts) : ILotRunner
{
    private const string OwnPath = "pg_catalog";
    private const int StatementsAtATime = 50;

    /// <inheritdoc />
    public Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken) =>
        sessions.UseAsync(
            async target =>
            {
                moved.Uses(Side.Target, target.ProcessID);
                var lot = await Lot.BeginAsync(attempts, target, tasks, begun, cancellationToken);
                await using var transaction = await target.BeginTransactionAsync(cancellationToken);
                await LockAsync(target, lot, cancellationToken);
                await MakeAsync(target, await MissingAsync(target, lot, cancellationToken), moved, cancellationToken);
                return await Lot.CompleteAsync(attempts, target, lot, cancellationToken);
            },
            cancellationToken);

    /// <summary>Takes all locks of a lot with foreign keys, which lock two tables each, at the beginning, in the order in which other lots
    /// go through the tables.</summary>
    private static async Task LockAsync(NpgsqlConnection target, IReadOnlyList<LotMember> lot, CancellationToken cancellationToken)
    {
        if (lot.All(member => member.Task.Kind != ObjectKinds.ForeignKey))
            return;
        var tables = await PlanLedger.TablesOfAsync(target, lot.Select(member => member.Task.Id), cancellationToken);
        if (tables.Count > 0)
            await ExecuteAsync(
                target, [
                    $"LOCK TABLE {string.Join(", ", tables.Select(table => "ONLY " + Identifier.Qualify(table)))} IN SHARE ROW EXCLUSIVE "
                        + "MODE"], cancellationToken);
    }

    private static async Task<IReadOnlyList<Wanted>> MissingAsync(
        NpgsqlConnection target, IReadOnlyList<LotMember> lot, CancellationToken cancellationToken)
    {
        var wanted = lot.Select(member => new Wanted(member, PayloadJson.Read<StatementPayload>(member.Task.Payload))).ToList();
        var there = new HashSet<long>();
        foreach (var asked in wanted.Where(one => one.Payload.IsAskedFor).GroupBy(one => one.Path))
        {
            var members = asked.ToList();
            await ExecuteAsync(target, [SetPath(asked.Key)], cancellationToken);
            var query = $"SELECT ARRAY[{string.Join(", ", members.Select(one => $"({one.Payload.ExistsQuery})"))}]::boolean[]";
            await using var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(query) } };
            var answers = (bool?[])(await ReadAsync(batch, cancellationToken))!;
            there.UnionWith(members.Where((_, i) => answers[i] == true).Select(one => one.Member.Task.Id));
        }

        return [.. wanted.Where(one => !there.Contains(one.Member.Task.Id))];
    }

    private static async Task<bool?[]> ReadAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.GetFieldValueAsync<bool?[]>(0, cancellationToken);
    }

    private static async Task MakeAsync(
        NpgsqlConnection target, IReadOnlyList<Wanted> wanted, IMoved moved, CancellationToken cancellationToken)
    {
        var commands = new List<(string Statement, LotMember? For)>();
        string? path = null;
        foreach (var one in wanted)
        {
            if (one.Path != path)
                commands.Add((SetPath(path = one.Path), null));
            commands.AddRange(one.Payload.Statements.Select(statement => (statement, (LotMember?)one.Member)));
        }

        commands.Add((SetPath(OwnPath), null));
        foreach (var some in commands.Chunk(StatementsAtATime))
        {
            await ExecuteAsync(target, some, cancellationToken);
            moved.Add(some.Length, 0);
        }
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection target, IReadOnlyList<(string Statement, LotMember? For)> commands, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(
                target, commands.Select(command => command.Statement),
                cancellationToken, at => commands[at].For?.Task.Kind == ObjectKinds.Privileges);
        }
        catch (BatchFailedException failed) when (commands[failed.Index].For is { } member)
        {
            throw new BrokenLotException(member.Task.Id, failed.InnerException!);
        }
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection target, IEnumerable<string> statements, CancellationToken cancellationToken, Func<int, bool>? isGrant = null)
    {
        await using var batch = target.BatchOf(statements);
        try
        {
            if (await PrivilegeWarnings.ExecuteAsync(target, batch, isGrant ?? (_ => false), cancellationToken) is { } found)
                throw new BatchFailedException(found.Index, found.Error);
        }
        catch (PostgresException error) when (error.BatchCommand is NpgsqlBatchCommand command)
        {
            throw new BatchFailedException(batch.BatchCommands.IndexOf(command), error);
        }
    }

    private static string SetPath(string path) => "SET LOCAL search_path TO " + path;

    /// <summary>The object that a member of a lot makes.</summary>
    private sealed record Wanted(LotMember Member, StatementPayload Payload)
    {
        public string Path => Payload.SearchPath ?? OwnPath;
    }

    /// <summary>The statement at a place of a batch failed.</summary>
    private sealed class BatchFailedException(int index, Exception cause) : Exception(cause.Message, cause)
    {
        public int Index => index;
    }
}
