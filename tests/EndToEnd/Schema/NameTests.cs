using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class NameTests
{
    private static readonly string[] Nasty =
    [
        "quo\"te", "it's", "a.b", "50%", "%s", "back\\slash", "new\nline", "tab\there", "cr\rhere", "ünïcödé", "日本語", "😀", "select",
        "Upper", "1st", "do$llar", "$1",
        "$$", ":colon", "{0}", " space ", new('x', 63), "semi;colon", "/*c*/", "--dash", "ctid_", "a,b", "(x)", "=", "\u0001",
    ];

    [Fact]
    public async Task Nasty_names_arrive_in_every_position()
    {
        await using var pair = await Pair.OfAsync(string.Concat(Nasty.Select((name, i) => Everything(name, name, i))));
        await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Keyset) with { UseUnloggedTables = true });
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Nasty_names_arrive_in_a_renamed_schema()
    {
        const string Old = "The \"old\"\n'one' 50%";
        const string New = "the ne\\w.on$e{0}";
        await using var pair = await Pair.OfAsync(string.Concat(Nasty.Select((name, i) => Everything(Old, name, i))));
        var scope = new MigrationScope { SourceSchema = Old, TargetSchema = New };
        await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Ntile) with { Scope = scope });
        await pair.Target.ExecuteAsync($"ALTER SCHEMA {Quote(New)} RENAME TO {Quote(Old)}");
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Nasty_names_arrive_over_existing_tables()
    {
        await using var pair = await Pair.OfAsync(string.Concat(Nasty.Take(8).Select((name, i) => Everything(name, name, i))));
        await pair.MigrateExactlyAsync();
        await pair.MigrateExactlyAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });
        await pair.MigrateExactlyAsync(Migrating.Defaults with { Existing = ExistingTables.Drop });
        await pair.AssertSameDumpAsync();
    }

    private static string Everything(string schema, string name, int number)
    {
        var q = Quote(name);
        var s = Quote(schema);
        var t = $"{s}.{q}";
        // Names in one schema must differ, and none may be longer than 63 bytes.
        string Own(string kind) => Quote($"{kind}{number}{(name.Length < 40 ? name : name[..40])}");
        return $"""
            CREATE SCHEMA IF NOT EXISTS {s};
            CREATE TYPE {s}.{Own("e")} AS ENUM ({Literal(name)}, {Literal("x" + number)});
            CREATE DOMAIN {s}.{Own("d")} AS text DEFAULT {Literal(name)} CONSTRAINT {q} CHECK (VALUE <> {Literal(name + "!")});
            CREATE TYPE {s}.{Own("c")} AS ({q} {s}.{Own("d")});
            CREATE SEQUENCE {s}.{Own("s")};
            CREATE TABLE {t} (
                {q} int DEFAULT nextval({Literal($"{s}.{Own("s")}")}), e {s}.{Own("e")} DEFAULT {Literal(name)}, d {s}.{Own("d")}, c {s}.{Own("c")},
                i int GENERATED ALWAYS AS IDENTITY, g text GENERATED ALWAYS AS ({Literal(name)} || {q}::text) STORED, filler text DEFAULT repeat('x', 90),
                CONSTRAINT {Own("k")} CHECK ({q} > 0), CONSTRAINT {Own("p")} PRIMARY KEY ({q}, e), CONSTRAINT {Own("u")} UNIQUE ({q}));
            INSERT INTO {t} (d) SELECT {Literal(name)} FROM generate_series(1, 600);
            CREATE INDEX {Own("i")} ON {t} (({q} + 1)) WHERE {q} <> 5;
            CREATE TABLE {s}.{Own("f")} ({q} int, CONSTRAINT {q} FOREIGN KEY ({q}) REFERENCES {t} ({q}));
            INSERT INTO {s}.{Own("f")} VALUES (1);
            COMMENT ON TABLE {t} IS {Literal(name)};
            COMMENT ON COLUMN {t}.{q} IS {Literal(name)};

            """;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private static string Literal(string text) => $"E'{text.Replace("\\", "\\\\").Replace("'", "''")}'";
}
