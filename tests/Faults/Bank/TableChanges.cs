namespace ActorMigrate.Faults.Tests.Bank;

/// <summary>The statements of other users on the bank's tables while it is migrated. The closed set of kinds is named here.</summary>
public enum ChangeKind
{
    /// <summary>VACUUM FULL and CLUSTER: rows move, and none changes.</summary>
    Rewrite,

    /// <summary>TRUNCATE of a table in scope, and rows that come again.</summary>
    Truncate,

    /// <summary>ALTER TABLE, with and without a rewrite.</summary>
    Alter,

    /// <summary>DROP TABLE, and a table of that name that comes again.</summary>
    Drop,
}

/// <summary>The statements of some kinds of changes, over and over in an order that a seed gives.</summary>
internal sealed class TableChanges(int seed, params ChangeKind[] kinds)
{
    private static readonly Dictionary<ChangeKind, string[]> Statements = new()
    {
        [ChangeKind.Rewrite] = ["VACUUM FULL account", "VACUUM FULL vault", "CLUSTER vault USING vault_pkey"],
        [ChangeKind.Truncate] =
            ["TRUNCATE scratch", "INSERT INTO scratch SELECT g FROM generate_series(1, 500) g", "TRUNCATE scratch, doomed"],
        [ChangeKind.Alter] =
        [
            "ALTER TABLE account ALTER COLUMN note TYPE varchar(200)", "ALTER TABLE account ALTER COLUMN note TYPE text",
            "ALTER TABLE vault ADD COLUMN IF NOT EXISTS extra int DEFAULT 7", "ALTER TABLE vault DROP COLUMN IF EXISTS extra",
        ],
        [ChangeKind.Drop] =
            ["DROP TABLE IF EXISTS doomed", "CREATE TABLE IF NOT EXISTS doomed AS SELECT g AS id FROM generate_series(1, 1000) g"],
    };

    private readonly Random random = new(seed);
    private readonly Queue<string> round = [];

    /// <summary>The number of statements of a round: all of them, once each.</summary>
    public int RoundLength { get; } = kinds.Sum(kind => Statements[kind].Length);

    /// <summary>The next statement.</summary>
    public string Next()
    {
        if (round.Count == 0)
        {
            var statements = kinds.SelectMany(kind => Statements[kind]).ToArray();
            random.Shuffle(statements);
            Array.ForEach(statements, round.Enqueue);
        }

        return round.Dequeue();
    }
}
