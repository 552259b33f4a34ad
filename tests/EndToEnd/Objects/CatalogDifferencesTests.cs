using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>The comparison sees what a migration could lose: each of these changes is reported.</summary>
public sealed class CatalogDifferencesTests
{
    private const string Objects = """
        CREATE TABLE t (id int PRIMARY KEY, x varchar(9) DEFAULT 'a' NOT NULL, y numeric(5,2), long text, CONSTRAINT c CHECK (id > 0));
        CREATE TABLE alone (id int);
        CREATE TABLE r (id int GENERATED ALWAYS AS IDENTITY, t int REFERENCES t);
        CREATE INDEX i ON t (y) WHERE y > 1; CREATE INDEX clustering ON t (y);
        CREATE SEQUENCE s;
        CREATE TYPE e AS ENUM ('a', 'b');
        CREATE DOMAIN d AS int CHECK (VALUE > 0);
        CREATE VIEW v AS SELECT id, x FROM t;
        CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION tg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION tg();
        CREATE RULE ru AS ON DELETE TO v DO INSTEAD NOTHING; CREATE RULE also AS ON DELETE TO t DO ALSO SELECT 1;
        CREATE POLICY p ON t USING (id > 1);
        CREATE STATISTICS st ON id, y FROM t;
        CREATE PUBLICATION differences_of FOR TABLE t;
        CREATE SCHEMA other;
        COMMENT ON COLUMN t.x IS 'x';
        """;

    private static readonly (string Change, string Told)[] Changes =
    [
        ("ALTER TABLE t ALTER y TYPE numeric(6,2)", "pg_attribute [table public.t / y] atttypmod"),
        ("ALTER TABLE t ALTER x DROP NOT NULL", "pg_attribute [table public.t / x] attnotnull"),
        ("ALTER TABLE t ALTER x SET DEFAULT 'b'", "pg_attrdef [default value for public.t.x] adbin"),
        ("ALTER TABLE t ALTER x SET STATISTICS 7", "pg_attribute [table public.t / x] attstattarget"),
        ("ALTER TABLE t ALTER x SET STORAGE EXTERNAL", "pg_attribute [table public.t / x] attstorage"),
        ("ALTER TABLE t SET (fillfactor = 50)", "pg_class [table public.t] reloptions"),
        ("ALTER TABLE t SET (toast.autovacuum_enabled = off)", "pg_class [table public.t] reltoastrelid"),
        ("ALTER TABLE alone SET UNLOGGED", "pg_class [table public.alone] relpersistence"),
        ("ALTER TABLE t REPLICA IDENTITY FULL", "pg_class [table public.t] relreplident"),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "pg_class [table public.t] relrowsecurity"),
        ("ALTER TABLE t CLUSTER ON clustering", "pg_index [index public.clustering] indisclustered"),
        ("ALTER TABLE t DROP CONSTRAINT c", "pg_constraint [table constraint c on public.t] exists"),
        ("ALTER TABLE r ALTER CONSTRAINT r_t_fkey DEFERRABLE", "pg_constraint [table constraint r_t_fkey on public.r] condeferrable"),
        ("ALTER TABLE r ALTER id SET INCREMENT 3", "pg_sequence [sequence public.r_id_seq] seqincrement"),
        ("ALTER SEQUENCE s RESTART 5", "sequence [public.s] value"),
        ("ALTER SEQUENCE s OWNED BY t.y", "pg_depend [sequence public.s / a / table column public.t.y]"),
        ("DROP INDEX i; CREATE INDEX i ON t (y) WHERE y > 2", "pg_index [index public.i] indpred"),
        ("ALTER TYPE e RENAME VALUE 'b' TO 'c'", "pg_enum [type public.e / b] exists"),
        ("ALTER DOMAIN d SET NOT NULL", "pg_type [type public.d] typnotnull"),
        ("CREATE OR REPLACE VIEW v AS SELECT id, x FROM t WHERE id > 3", "pg_rewrite [rule \"_RETURN\" on public.v] ev_action"),
        ("ALTER VIEW v SET (security_barrier)", "pg_class [view public.v] reloptions"),
        ("ALTER FUNCTION f(int) STRICT", "pg_proc [function public.f(integer)] proisstrict"),
        ("ALTER TABLE t DISABLE TRIGGER tr", "pg_trigger [trigger tr on public.t] tgenabled"),
        ("ALTER TABLE t DISABLE RULE also", "pg_rewrite [rule also on public.t] ev_enabled"),
        ("ALTER POLICY p ON t USING (id > 2)", "pg_policy [policy p on public.t] polqual"),
        ("ALTER STATISTICS st SET STATISTICS 5", "pg_statistic_ext [statistics object public.st] stxstattarget"),
        ("ALTER PUBLICATION differences_of SET (publish = 'insert')", "pg_publication [publication differences_of] pubupdate"),
        ("COMMENT ON COLUMN t.x IS 'y'", "pg_description [table column public.t.x] description"),
        ("GRANT SELECT ON t TO PUBLIC", "pg_class [table public.t] relacl"),
        ("GRANT UPDATE (x) ON t TO PUBLIC", "pg_attribute [table public.t / x] attacl"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", "pg_default_acl ["),
        ("DROP SCHEMA other", "pg_namespace [schema other] exists"),
        ("DROP EXTENSION plpgsql CASCADE", "pg_extension [extension plpgsql] exists"),
    ];

    [Fact]
    public async Task Every_change_is_reported()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(Objects);
        await using var session = await database.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        var source = await CatalogContents.ReadAsync(session);
        foreach (var (change, told) in Changes)
        {
            await transaction.SaveAsync("unchanged");
            await RunAsync(session, $"SET LOCAL search_path = public; {change}");
            var (unknown, _) = CatalogDifferences.Of(source, await CatalogContents.ReadAsync(session));
            Assert.True(unknown.Any(difference => difference.ToString().StartsWith(told, StringComparison.Ordinal)),
                $"{change}: {string.Join("\n", unknown)}");
            await transaction.RollbackAsync("unchanged");
        }

        Assert.Empty(CatalogDifferences.Of(source, await CatalogContents.ReadAsync(session)).Unknown);
    }

    private static async Task RunAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
