using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

/// <summary>Keys of large tables, whose indexes are built for themselves and taken over.</summary>
public sealed class KeyIndexRoundtripTests
{
    private const string Script = """
        CREATE TABLE keys (
            id int CONSTRAINT "the key" PRIMARY KEY WITH (fillfactor = 77), x int, y int, z int, t text COLLATE "C" NOT NULL,
            CONSTRAINT u1 UNIQUE (x, y), CONSTRAINT u2 UNIQUE NULLS NOT DISTINCT (z) INCLUDE (y) WITH (fillfactor = 80),
            CONSTRAINT u3 UNIQUE (y, x, z) WITH (fillfactor = 55, deduplicate_items = off) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT u4 UNIQUE (z) DEFERRABLE, CONSTRAINT "odd "" name" UNIQUE (t),
            EXCLUDE USING gist (int4range(x, y + 1000) WITH &&));
        CREATE INDEX plain ON keys (x);
        CREATE TABLE marked (id int PRIMARY KEY, other int NOT NULL, CONSTRAINT marked_other UNIQUE (other));
        ALTER TABLE marked CLUSTER ON marked_pkey, REPLICA IDENTITY USING INDEX marked_other;
        COMMENT ON CONSTRAINT marked_pkey ON marked IS 'a key';
        COMMENT ON INDEX marked_other IS 'an index';
        CREATE TABLE refers (id int PRIMARY KEY, to_key int REFERENCES keys, x int, y int, FOREIGN KEY (x, y) REFERENCES keys (x, y), UNIQUE (to_key));
        CREATE TABLE parted (id int, part int, other int, PRIMARY KEY (part, id), UNIQUE (part, other)) PARTITION BY LIST (part);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
        CREATE TABLE parted_2 (other int, id int NOT NULL, part int NOT NULL, CONSTRAINT own PRIMARY KEY (part, id), UNIQUE (other));
        ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES IN (2);
        CREATE TABLE parent (id int PRIMARY KEY, name text UNIQUE);
        CREATE TABLE child (extra int UNIQUE, PRIMARY KEY (id)) INHERITS (parent);
        INSERT INTO keys VALUES (1, 1, 1, 1, 'a'), (2, 2000, 2000, NULL, 'b');
        INSERT INTO refers VALUES (1, 2, 1, 1);
        INSERT INTO parted SELECT g, 1 + g % 2, g FROM generate_series(1, 10) g;
        """;

    private static readonly SchemaPlanOptions ForAll = new() { TargetVersion = 150000, LongBuildBytes = 0 };

    [Fact]
    public async Task An_index_on_a_key_s_columns_is_made_after_the_key_since_foreign_keys_take_the_older()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE t (a int, b int, c int, CONSTRAINT the_key PRIMARY KEY (b, a));
            CREATE UNIQUE INDEX same ON t (a DESC, b) INCLUDE (c);
            CREATE UNIQUE INDEX other ON t (a, c);
            CREATE INDEX plain ON t (a, b);
            """);
        await roundtrip.ReadAsync();

        var plan = SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000 });

        var key = Assert.Single(plan.Objects, made => made.Kind == "primary-key");
        Assert.Equal(
            ["public.same"], plan.Objects.Where(made => made.Kind == "index" && made.Needs.Contains(key.Id)).Select(made => made.Name));
    }

    [Fact]
    public async Task Keys_that_take_over_their_indexes_dump_like_those_of_the_source()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);

        await roundtrip.MigrateAsync(options: ForAll);

        await roundtrip.AssertSameAsync();
        Assert.Equal(19, roundtrip.Plan.Objects.Count(made => Runs(made, "CREATE UNIQUE INDEX ")));
    }

    [Fact]
    public async Task A_constraint_waits_for_its_own_index_alone_and_analyze_for_all_of_them()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);
        await roundtrip.MigrateAsync(options: ForAll);
        var made = roundtrip.Plan.Objects.Where(made => made.Table?.Name == "keys").ToList();
        var builds = made.Where(one => Runs(one, "CREATE UNIQUE INDEX ") || Runs(one, "CREATE INDEX ")).Select(one => one.Id).ToList();
        var takes = made.Where(one => one.Statements[0].Contains(" USING INDEX ", StringComparison.Ordinal)).ToList();
        var analyze = Assert.Single(made, one => one.Kind == "analyze");

        Assert.Equal((7, 6), (builds.Count, takes.Count));
        Assert.All(takes, taking => Assert.Single(builds.Intersect(taking.Needs)));
        Assert.All(takes, taking => Assert.Equal(1, taking.Later));
        Assert.Empty(builds.Except(analyze.Needs));
    }

    [Fact]
    public async Task Foreign_keys_of_large_tables_are_validated_for_themselves_the_first_of_each_table_before_the_second()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);
        await roundtrip.MigrateAsync(options: ForAll);

        var validations = roundtrip.Plan.Objects.Where(one => Runs(one, "ALTER TABLE \"public\".\"refers\" VALIDATE CONSTRAINT ")).ToList();

        Assert.Equal([1, 2], validations.Select(one => one.Later).Order());
        Assert.Equal(2, roundtrip.Plan.Objects.Count(
            one => one.Kind == "foreign-key" && one.Statements[0].EndsWith(" NOT VALID", StringComparison.Ordinal)));
        await roundtrip.AssertSameAsync();
    }

    [Fact]
    public async Task A_foreign_key_that_is_not_valid_or_has_to_do_with_partitioned_tables_is_made_in_one_step()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE a (id int PRIMARY KEY, part int NOT NULL, UNIQUE (id, part));
            CREATE TABLE p (id int, part int, a int REFERENCES a, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
            CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            ALTER TABLE p1 ADD CONSTRAINT own FOREIGN KEY (id, part) REFERENCES a (id, part);
            CREATE TABLE r (id int, part int, FOREIGN KEY (id, part) REFERENCES p);
            CREATE TABLE n (id int);
            INSERT INTO n VALUES (7);
            ALTER TABLE n ADD FOREIGN KEY (id) REFERENCES a NOT VALID;
            """);

        await roundtrip.MigrateAsync(options: ForAll);

        await roundtrip.AssertSameAsync();
        Assert.DoesNotContain(roundtrip.Plan.Objects, one => one.Name.StartsWith("validation of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_break_a_large_tables_foreign_key_leave_it_not_valid_and_are_named()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE a (id int PRIMARY KEY);
            CREATE TABLE b (id int REFERENCES a);
            SET session_replication_role = replica;
            INSERT INTO b VALUES (7);
            """);

        await roundtrip.MigrateAsync(options: ForAll);

        Assert.Contains("violates foreign key constraint \"b_id_fkey\"", Assert.Single(roundtrip.Executor.Failures)
            .ToString(), StringComparison.Ordinal);
        Assert.False(await roundtrip.Target.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'b_id_fkey'"));
    }

    [Fact]
    public async Task An_index_whose_function_needs_the_key_is_built_after_it()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE grouped (id int PRIMARY KEY, name text, other int UNIQUE);
            CREATE FUNCTION shown(i int) RETURNS text IMMUTABLE BEGIN ATOMIC SELECT name FROM grouped GROUP BY id HAVING id = i; END;
            CREATE INDEX by_shown ON grouped (shown(other));
            """);

        await roundtrip.MigrateAsync(options: ForAll);

        await roundtrip.AssertSameAsync();
    }

    [Fact]
    public async Task A_key_without_overlaps_is_made_with_its_index()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "CREATE TABLE temporal (room int4range, period int4range, id int UNIQUE, PRIMARY KEY (room, period WITHOUT OVERLAPS)); "
                + "INSERT INTO temporal VALUES ('[1,2)', '[1,2)', 1);", 18, 18);

        await roundtrip.MigrateAsync(options: ForAll with { TargetVersion = 180000 });

        const string keys =
            "SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), ', ' ORDER BY conname) FROM pg_constraint WHERE "
                + "conrelid = 'temporal'::regclass";
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(await roundtrip.Source.ScalarAsync<string>(keys), await roundtrip.Target.ScalarAsync<string>(keys));
    }

    [Fact]
    public async Task Where_unique_constraints_are_left_out_their_indexes_are_too()
    {
        await using var roundtrip =
            await SchemaRoundtrip.OfAsync("CREATE TABLE t (id int PRIMARY KEY, other int UNIQUE); CREATE INDEX plain ON t (other);");

        await roundtrip.MigrateAsync(options: ForAll with { SkippedKinds = ["unique"] });

        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            "plain,t_pkey",
            await roundtrip.Target.ScalarAsync<string>(
                "SELECT string_agg(indexrelid::regclass::text, ',' ORDER BY indexrelid::regclass::text COLLATE \"C\") FROM pg_index "
                    + "WHERE indrelid = 't'::regclass"));
    }

    [Fact]
    public async Task A_key_that_the_target_has_already_is_left_as_it_is()
    {
        const string sql = "CREATE TABLE t (id int PRIMARY KEY, other int UNIQUE DEFERRABLE)";
        await using var roundtrip = await SchemaRoundtrip.OfAsync(sql);
        await roundtrip.Target.ExecuteAsync(sql);

        await roundtrip.MigrateAsync(existing: ExistingTables.Truncate, options: ForAll with { Existing = ExistingTables.Truncate });

        await roundtrip.AssertSameAsync();
    }

    [Fact]
    public async Task A_small_table_gets_its_key_in_one_step()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);

        await roundtrip.MigrateAsync();

        Assert.DoesNotContain(roundtrip.Plan.Objects, made => Runs(made, "CREATE UNIQUE INDEX "));
    }

    private static bool Runs(SchemaObject made, string beginning) =>
        made.Statements.Any(statement => statement.StartsWith(beginning, StringComparison.Ordinal));
}
