using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using Npgsql;

namespace ActorMigrate.Catalog.Tests;

public sealed class TargetInspectorTests
{
    private const string Source = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a', 'b'); CREATE SEQUENCE app.numbers;
        CREATE TABLE app.users (id serial PRIMARY KEY, name text CONSTRAINT filled CHECK (name <> ''), mood app.mood);
        CREATE TABLE app.posts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author int REFERENCES app.users, body text);
        CREATE INDEX by_author ON app.posts (author) WHERE id > 3;
        INSERT INTO app.users (name) VALUES ('ada'), ('bob');
        INSERT INTO app.posts (author) VALUES (1), (2);
        """;

    [Fact]
    public async Task An_empty_target_has_nothing_in_the_way()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source);
        var found = await InspectAsync(roundtrip);
        Assert.Empty(found.Tables);
        Assert.Empty(found.Others);
    }

    [Fact]
    public async Task Only_what_belongs_to_a_table_that_is_missing_there_and_stands_alone_is_new()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source + """
            CREATE TABLE app.parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE app.part PARTITION OF app.parted DEFAULT;
            """);
        await roundtrip.Target.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE app.users (id int)");

        await roundtrip.MigrateAsync();

        string[] fresh = [.. roundtrip.Plan.Objects.Where(made => made.IsNew && made.ExistsQuery is not null).Select(made => made.Kind)];
        Assert.Equal(["foreign-key", "index", "primary-key", "table"], fresh.Distinct().Order());
        Assert.All(roundtrip.Plan.Objects.Where(made => made.IsNew), made => Assert.Equal("app.posts", made.Table.ToString()));
    }

    [Fact]
    public async Task Without_tables_none_is_read_so_that_one_which_another_session_locks_is_not_waited_for()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source);
        await roundtrip.Target.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE app.users (id int)");
        await using var other = await roundtrip.Target.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand("LOCK TABLE app.users", other);
        await locking.ExecuteNonQueryAsync();
        await roundtrip.ReadAsync();
        await using var connection = await roundtrip.Target.OpenAsync();
        await using var waits = new NpgsqlCommand("SET lock_timeout = '1ms'", connection);
        await waits.ExecuteNonQueryAsync();

        Assert.Empty((await TargetInspector.InspectWithoutTablesAsync(connection, roundtrip.Catalog, default)).Tables);
    }

    [Fact]
    public async Task Objects_in_the_way_are_found()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source);
        await roundtrip.Target.ExecuteAsync("""
            CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('other');
            CREATE TABLE app.users (id int PRIMARY KEY, name varchar(5));
            CREATE TABLE app.posts (body text);
            INSERT INTO app.users VALUES (1, 'x');
            CREATE VIEW public.v AS SELECT * FROM app.users;
            CREATE TABLE public.other (u int CONSTRAINT fk REFERENCES app.users);
            CREATE TABLE public.child () INHERITS (app.posts);
            CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER tr BEFORE INSERT ON app.posts FOR EACH ROW EXECUTE FUNCTION public.f();
            """);
        var found = await InspectAsync(roundtrip);
        var (posts, users) = (found.Tables[0], found.Tables[1]);
        Assert.Equal("app.posts", posts.Target.ToString());
        Assert.False(posts.IsFilled);
        Assert.Equal(["tr"], posts.Triggers);
        Assert.True(users.IsFilled);
        Assert.Equal("column name is character varying(5) in the target and text in the source", users.Difference);
        Assert.Equal(["table constraint fk on public.other"], users.ForeignKeysFromOutside);
        Assert.Equal(new ExistingName(new QualifiedName("app", "mood"), 'T'), Assert.Single(found.Others));
    }

    [Theory]
    [InlineData(ExistingTables.Truncate)]
    [InlineData(ExistingTables.Drop)]
    public async Task A_second_run_over_the_first_gives_the_same_database(ExistingTables existing)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        await roundtrip.MigrateAsync(existing: existing);
        await roundtrip.AssertSameAsync();
        Assert.Contains("enum app.mood", roundtrip.Executor.Found);
        Assert.Equal(existing == ExistingTables.Truncate, roundtrip.Executor.Found.Contains("index app.by_author"));
    }

    [Fact]
    public async Task Objects_that_exist_in_the_same_form_are_left_alone_whatever_their_kind()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source + """
            CREATE FUNCTION app.tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION app."F q"(a int[], VARIADIC b app.mood[] DEFAULT '{}') RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
            CREATE VIEW app.v AS SELECT id FROM app.users; CREATE MATERIALIZED VIEW app.m AS SELECT * FROM app.v; CREATE UNIQUE INDEX mi ON app.m (id);
            CREATE TRIGGER t AFTER INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.tr(); ALTER TABLE app.users ENABLE ALWAYS TRIGGER t;
            CREATE RULE r AS ON UPDATE TO app.v DO INSTEAD NOTHING; CREATE RULE r AS ON DELETE TO app.posts DO ALSO SELECT 1;
            CREATE POLICY p ON app.users TO CURRENT_USER, PUBLIC USING (id > 0); CREATE STATISTICS app.st ON id, name FROM app.users;
            CREATE TABLE app.part (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE app.part1 PARTITION OF app.part FOR VALUES IN (1);
            """);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
        await (await roundtrip.MigrateAsync(existing: ExistingTables.Truncate)).AssertSameAsync();
    }

    [Fact]
    public async Task An_index_of_another_form_under_the_same_name_is_not_taken_for_it()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Source);
        await roundtrip.MigrateAsync();
        await roundtrip.Target.ExecuteAsync("DROP INDEX app.by_author; CREATE INDEX by_author ON app.posts (author) WHERE id > 4");
        await roundtrip.MigrateAsync(existing: ExistingTables.Truncate);
        Assert.Contains(roundtrip.Executor.Failures, failure =>
            failure.StartsWith("index app.by_author: relation \"by_author\" already exists", StringComparison.Ordinal));
    }

    private static async Task<TargetInspection> InspectAsync(SchemaRoundtrip roundtrip)
    {
        await roundtrip.ReadAsync();
        await using var target = await roundtrip.Target.OpenAsync();
        return await TargetInspector.InspectAsync(target, roundtrip.Catalog, CancellationToken.None);
    }
}
