using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("DELETE FROM t WHERE id = 7", 499)]
    [InlineData("INSERT INTO t VALUES (0, 'stray')", 501)]
    [InlineData("UPDATE t SET v = 'w' WHERE id = 7", 500)]
    [InlineData("UPDATE t SET v = NULL WHERE id = 7", 500)]
    [InlineData("DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (0, 'stray')", 500)]
    public async Task Rows_that_come_go_or_change_in_the_target_meanwhile_are_found(string meddle, long left)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int PRIMARY KEY, v text);
            INSERT INTO t SELECT i, 'v' FROM generate_series(1, 500) AS i;
            CREATE TABLE other (id int);
            INSERT INTO other VALUES (1);
            """);
        // Someone writes to the target when its first key is made, which is when the rows are in.
        await pair.Target.ExecuteAsync($"""
            CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                IF current_query() LIKE '%PRIMARY KEY%' THEN
                    {meddle};
                END IF;
            END $$;
            CREATE EVENT TRIGGER meddle ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle();
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.ValidationFailed, summary.Outcome);
        Assert.Equal(left, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM t"));
        var table = summary.Tables.Single(table => table.Source.Name == "t");
        Assert.Equal((500, 500, left, false), (table.Rows, table.SourceRows, table.TargetRows, table.Validated));
        Assert.True(table.Checksummed);
        var other = summary.Tables.Single(table => table.Source.Name == "other");
        Assert.Equal((true, true), (other.Validated, other.Checksummed));
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }
}
