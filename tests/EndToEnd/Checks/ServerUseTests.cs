namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class ServerUseTests
{
    [Fact]
    public async Task Columns_and_functions_of_the_server_that_the_targets_version_lacks_are_named_with_what_uses_them()
    {
        await using var pair = await Pair.OfAsync(
            """
            CREATE TABLE kept (id int PRIMARY KEY DEFAULT pg_backend_pid(), at timestamptz DEFAULT pg_postmaster_start_time());
            CREATE VIEW still_there AS SELECT buffers_clean, datname FROM pg_stat_bgwriter, pg_stat_database; CREATE VIEW whole AS SELECT d FROM pg_database AS d;
            CREATE VIEW timed AS SELECT 1 AS one FROM kept, (SELECT * FROM pg_stat_bgwriter WHERE checkpoints_timed > 0 OFFSET 0) AS s;
            CREATE MATERIALIZED VIEW "Locales" AS SELECT daticulocale FROM pg_database; CREATE FUNCTION written() RETURNS bigint RETURN (SELECT wal_write FROM pg_stat_wal);
            CREATE TABLE counted (id int, n bigint DEFAULT pg_stat_get_bgwriter_requested_checkpoints());
            CREATE SCHEMA other; CREATE VIEW other.timed AS SELECT checkpoints_req FROM pg_stat_bgwriter;
            """, targetMajor: 18);
        var check = await CheckRun.OfAsync(pair.Source, pair.Target);
        check.ShouldSay(
            "definitions", "warn", "PostgreSQL 18 has no column checkpoints_timed of pg_catalog.pg_stat_bgwriter, which view public.timed "
                + "uses");
        check.ShouldSay(
            "definitions", "warn", "no column daticulocale of pg_catalog.pg_database, which materialized view public.\"Locales\" uses");
        check.ShouldSay("definitions", "warn", "no column wal_write of pg_catalog.pg_stat_wal, which function public.written() uses");
        check.ShouldSay(
            "definitions", "warn", "no function pg_stat_get_bgwriter_requested_checkpoints, which default value for column n of table "
                + "public.counted uses");
        check.ShouldSay(
            "definitions", "warn", "checkpoints_req of pg_catalog.pg_stat_bgwriter, which view other.timed, view public.timed use:");
        Assert.DoesNotContain("still_there", check.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("public.whole", check.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("public.kept", check.Printed, StringComparison.Ordinal);
        var other = await CheckRun.OfAsync(pair.Source, pair.Target, "--source-schema", "other");
        other.ShouldSay("definitions", "warn", "other.timed");
        Assert.DoesNotContain("public.timed", other.Printed, StringComparison.Ordinal);
    }
}
