using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Tables from 32 MB on, whose keys and foreign keys are made in two steps.</summary>
public sealed class LargeTableTests
{
    private const string Script = """
        CREATE TABLE large (id int PRIMARY KEY, code int NOT NULL, other int REFERENCES large, filler text NOT NULL, CONSTRAINT "the code" UNIQUE (code) INCLUDE (other) DEFERRABLE);
        ALTER TABLE large ALTER filler SET STORAGE PLAIN;
        CREATE INDEX large_other ON large (other);
        CREATE TABLE refers (id int PRIMARY KEY, large int NOT NULL REFERENCES large, code int REFERENCES large (id), filler text NOT NULL);
        ALTER TABLE refers ALTER filler SET STORAGE PLAIN;
        CREATE INDEX ON refers (large);
        INSERT INTO large SELECT g, -g, 1 + g / 2, repeat('x', 7000) FROM generate_series(1, 4500) g;
        INSERT INTO refers SELECT g, 1 + g % 4500, NULL, repeat('y', 7000) FROM generate_series(1, 4500) g;
        """;

    private static readonly MigrationOptions Auto = Migrating.Defaults with
        { Plan = Migrating.Defaults.Plan with { PartitionThreshold = PartitionThreshold.Auto }, KeepControl = true };

    [Fact]
    public async Task Large_tables_arrive_with_keys_that_took_over_their_indexes_and_foreign_keys_that_were_validated()
    {
        await using var pair = await Pair.OfAsync(Script);

        Pair.AssertSucceeded(await pair.MigrateAsync(Auto));

        await pair.AssertSameRowsAsync();
        Assert.Equal(3, await pair.Target.ScalarAsync<long>(
            "SELECT count(*) FROM actormigrate.task WHERE name LIKE 'validation of %' AND state = 'done'"));
        Assert.Equal(6, await pair.Target.ScalarAsync<long>(
            "SELECT count(*) FROM actormigrate.task WHERE kind IN ('primary-key', 'unique') AND state = 'done'"));
        await pair.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task A_large_table_that_is_one_piece_is_frozen_when_its_rows_arrive()
    {
        await using var pair = await Pair.OfAsync(Script);

        var summary = await pair.MigrateAsync(Auto with { Analyze = false, Node = Auto.Node with { CopySlots = 1 } });

        Pair.AssertSucceeded(summary);
        Assert.All(summary.Tables, table => Assert.Equal(1, table.Partitions));
        await pair.Target.ExecuteAsync("CREATE EXTENSION pg_visibility");
        Assert.Equal(0, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM pg_visibility('large') WHERE NOT all_frozen"));
    }

    [Fact]
    public async Task Rows_that_break_a_large_tables_foreign_key_fail_its_validation_alone()
    {
        await using var pair =
            await Pair.OfAsync(Script + "SET session_replication_role = replica; UPDATE refers SET large = 9999 WHERE id = 7;");

        var summary = await pair.MigrateAsync(Auto);

        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        await pair.AssertSameRowsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Equal(("validation of refers_large_fkey on public.refers", "23503"),
            (finding.Object.Split(": ")[^1].Replace("foreign-key ", "", StringComparison.Ordinal), finding.SqlState));
        Assert.Contains("Key (large)=(9999) is not present in table \"large\"", finding.Message);
        Assert.Equal("refers_large_fkey",
            await pair.Target.ScalarAsync<string>("SELECT string_agg(conname, ', ') FROM pg_constraint WHERE NOT convalidated"));
    }
}
