using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class NameRoundtripTests
{
    private static readonly string[] Nasty =
    [
        "quo\"te", "it's", "a.b", "50%", "back\\slash", "new\nline", "tab\there", "ünïcödé", "select", "Upper", "1st",
        "do$llar", "$1", ":colon",
        "{0}", " space ", "日本語", new('x', 63), "semi;colon", "/*c*/", "--dash", "pg_class",
    ];

    [Fact]
    public async Task Nasty_names_arrive_in_every_position()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(string.Concat(Nasty.Select((name, i) => Everything(name, i))));
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }

    [Fact]
    public async Task Nasty_names_arrive_in_a_renamed_schema()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            string.Concat(Nasty.Select((name, i) => Everything(name, i, "The \"old\" one"))));
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "The \"old\" one", TargetSchema = "new'one" });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        await roundtrip.Target.ExecuteAsync("""ALTER SCHEMA "new'one" RENAME TO "The ""old"" one" """);
        await roundtrip.AssertSameDumpAsync();
    }

    private static string Everything(string name, int number, string schema = "nasty")
    {
        var q = Quote(name);
        var s = Quote(schema);
        var short_ = Quote(name[..Math.Min(name.Length, 50)] + number);
        return $"""
            CREATE SCHEMA IF NOT EXISTS {s};
            CREATE TYPE {s}.{Quote("e" + number)} AS ENUM ({Literal(name)}, {Literal("x" + number)});
            CREATE DOMAIN {s}.{Quote("d" + number)} AS text DEFAULT {Literal(name)} CONSTRAINT {q} CHECK (VALUE <> {Literal(name + "!")});
            CREATE TYPE {s}.{Quote("c" + number)} AS ({q} {s}.{Quote("d" + number)});
            CREATE SEQUENCE {s}.{Quote("s" + number)};
            CREATE TABLE {s}.{q} (
                {q} int DEFAULT nextval('{(s + "." + Quote("s" + number)).Replace("'", "''")}'),
                e {s}.{Quote("e" + number)} DEFAULT {Literal(name)}, d {s}.{Quote("d" + number)}, c {s}.{Quote("c" + number)},
                i int GENERATED ALWAYS AS IDENTITY, g text GENERATED ALWAYS AS ({Literal(name)} || {q}::text) STORED,
                me regclass DEFAULT '{(s + "." + q).Replace("'", "''")}',
                CONSTRAINT {Quote("c" + name[..Math.Min(name.Length, 62)])} CHECK ({q} > 0),
                CONSTRAINT {short_} PRIMARY KEY ({q}), UNIQUE (i) DEFERRABLE);
            INSERT INTO {s}.{q} (e, me) VALUES ({Literal(name)}, NULL);
            CREATE INDEX {Quote("i" + number)} ON {s}.{q} (({q} + 1)) WITH (fillfactor = 50) WHERE {q} <> 5;
            CREATE TABLE {s}.{Quote("fk" + number)} ({q} int CONSTRAINT {q} CHECK ({q} > 1), CONSTRAINT "f" FOREIGN KEY ({q}) REFERENCES {s}.{q} ({q}) NOT VALID);
            COMMENT ON TABLE {s}.{q} IS {Literal(name)};
            COMMENT ON COLUMN {s}.{q}.{q} IS {Literal(name)};

            """;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private static string Literal(string text) => $"E'{text.Replace("\\", "\\\\").Replace("'", "''")}'";
}
