namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary>Objects that the target refuses: an index whose function has come to raise an error since the source built it.</summary>
public sealed class ObjectErrorTests
{
    private const string Broken = """
        CREATE FUNCTION picky(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
        CREATE TABLE p (id int, v text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF p DEFAULT;
        CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1); INSERT INTO p VALUES (1, 'x');
        CREATE INDEX picked ON p (picky(id));
        CREATE OR REPLACE FUNCTION picky(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $f$ BEGIN RAISE EXCEPTION 'not any more' USING ERRCODE = 'P7777'; END $f$;
        """;

    [Fact]
    public async Task Failed_objects_are_reported_with_their_statements_and_skipped_ones_and_the_rest_goes_on()
    {
        await using var pair = await Pair.OfAsync(Broken);
        var folder = Directory.CreateTempSubdirectory("actormigrate-report-");
        var file = Path.Combine(folder.FullName, "report.json");
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--report", file);
        var report = Report.ShouldBeDocumented(Report.Read(file), 3);
        folder.Delete(recursive: true);
        var failed = Assert.Single(
            report.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("sqlState").GetString() == "P7777");
        Assert.Equal("index public.p1_picky_idx", failed.GetProperty("object").GetString());
        Assert.Contains("not any more", failed.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("""CREATE INDEX "p1_picky_idx" ON "public"."p1" USING btree (public.picky(id))""", failed.GetProperty("statement")
            .GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "index-partition public.p1_picky_idx", failed.GetProperty("skipped").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("skipped with it: index-partition public.p1_picky_idx", run.Out, StringComparison.Ordinal);
        await pair.AssertSameRowsAsync();
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_constraint WHERE conname = 'u_pkey')"));
    }

    [Fact]
    public async Task With_stop_the_run_ends_resumable_at_the_first()
    {
        await using var pair = await Pair.OfAsync(Broken);
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--on-object-error", "stop");
        Assert.True(run.ExitCode == 5, run.Printed);
        Assert.Contains("index public.p1_picky_idx: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("P7777", run.Out, StringComparison.Ordinal);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        Assert.Equal("Stopped", await pair.Target.ScalarAsync<string>("SELECT outcome FROM actormigrate.migration"));
    }
}
