
namespace ActorMigrate.EndToEnd.Tests.Exactness;

/// <summary>Casts between built-in types that users made implicit, as those do who come from other database systems: where an operator
/// takes several types, the server then cannot tell which of them is meant, in the program's own statements, too.</summary>
public sealed class ImplicitCastTests
{
    private const string Casts = """
        CREATE CAST (int2 AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (int4 AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (int8 AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (numeric AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (oid AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (date AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (timestamptz AS text) WITH INOUT AS IMPLICIT;
        CREATE CAST (text AS int4) WITH INOUT AS IMPLICIT;
        CREATE CAST (text AS oid) WITH INOUT AS IMPLICIT;
        CREATE CAST (text AS bool) WITH INOUT AS IMPLICIT;
        CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT;
        CREATE CAST (text AS timestamptz) WITH INOUT AS IMPLICIT;
        CREATE CAST (varchar AS int4) WITH INOUT AS IMPLICIT;
        CREATE CAST (varchar AS numeric) WITH INOUT AS IMPLICIT;
        CREATE CAST (varchar AS jsonb) WITH INOUT AS IMPLICIT;
        CREATE CAST (name AS int4) WITH INOUT AS IMPLICIT;
        CREATE FUNCTION as_bool(int2) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> 0::int2';
        CREATE CAST (int2 AS bool) WITH FUNCTION as_bool(int2) AS IMPLICIT;
        """;

    [Fact]
    public async Task Databases_with_casts_that_make_operators_ambiguous_are_checked_migrated_and_compared()
    {
        await using var pair = await Pair.OfAsync(Casts + """
            CREATE TABLE t (id int2 PRIMARY KEY, flag bool, name varchar, at timestamptz DEFAULT now(), g text GENERATED ALWAYS AS (id::text) STORED);
            INSERT INTO t (id, flag, name) SELECT i::int2, i % 2 = 0, 'name'::text || i::text FROM generate_series(1, 2000) AS i;
            CREATE TABLE refers (id int2 REFERENCES t, n numeric); INSERT INTO refers SELECT id, id FROM t;
            CREATE VIEW v AS SELECT id::text AS id FROM t WHERE id::bool;
            CREATE SEQUENCE s; SELECT lo_create(0);
            """);
        await pair.Target.ExecuteAsync(
            "CREATE CAST (int4 AS text) WITH INOUT AS IMPLICIT; CREATE CAST (date AS text) WITH INOUT AS ASSIGNMENT");
        string[] both = ["--source", pair.Source.Uri, "--target", pair.Target.Uri];

        var checks = await Cli.RunAsync(["check", "--deep", .. both]);
        await pair.Target.ExecuteAsync("DROP CAST (date AS text)");
        var planned = await Cli.RunAsync(["plan", .. both]);
        var migrated = await Cli.RunAsync(
            ["migrate", .. both, "--keep-control", "--partition-threshold", "500 rows", "--partition-by", "keyset", "--chunk-size", "100",
                "--max-partitions", "3"]);
        var status = await Cli.RunAsync(["status", .. both]);
        await pair.Target.ExecuteAsync("UPDATE t SET name = 'changed' WHERE id = 7::int2");
        var compared = await Cli.RunAsync(["validate", .. both, "--validate", "full"]);
        var repaired = await Cli.RunAsync(["validate", .. both, "--validate", "full", "--repair"]);

        Assert.True(checks.ExitCode == 0, checks.Printed);
        Assert.Contains("what needs them fail: cast (date AS text).", checks.Out, StringComparison.Ordinal);
        Assert.True(planned.ExitCode == 0, planned.Printed);
        Assert.True(migrated.ExitCode == 0, migrated.Printed);
        Assert.True(status.ExitCode == 0, status.Printed);
        Assert.True(compared.ExitCode == 4, compared.Printed);
        Assert.Contains("name is 'name7' in the source, 'changed' in the target", compared.Out, StringComparison.Ordinal);
        Assert.True(repaired.ExitCode == 0, repaired.Printed);
    }
}
