using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;

namespace ActorMigrate.Catalog.Tests;

public sealed class VersionRulesTests
{
    [Fact]
    public async Task Features_that_an_older_target_lacks_are_named_with_the_version_that_has_them()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA s; SET search_path = s;
            CREATE TABLE virtual (id int PRIMARY KEY, "VIRTUAL" int, v int GENERATED ALWAYS AS (id * 2) VIRTUAL);
            CREATE TABLE enforced (id int PRIMARY KEY, r int, CONSTRAINT ne CHECK (r > 0) NOT ENFORCED, CONSTRAINT nf FOREIGN KEY (r) REFERENCES virtual NOT ENFORCED);
            CREATE TABLE late (id int CONSTRAINT nn NOT NULL NO INHERIT); ALTER TABLE late ADD x int; ALTER TABLE late ADD CONSTRAINT nv NOT NULL x NOT VALID;
            CREATE TABLE distinctly (x int CONSTRAINT nnd UNIQUE NULLS NOT DISTINCT, y int, z int4multirange, c text COMPRESSION pglz, t text DEFAULT 'NULLS NOT DISTINCT COMPRESSION');
            CREATE UNIQUE INDEX nndi ON distinctly (y) NULLS NOT DISTINCT;
            CREATE TABLE refers (a int, b int, CONSTRAINT cols FOREIGN KEY (b) REFERENCES virtual ON DELETE SET NULL (b));
            CREATE VIEW invoked WITH (security_invoker) AS SELECT 'RETURN'::text AS "RETURN";
            CREATE FUNCTION sql_body(int) RETURNS int LANGUAGE sql RETURN $1; CREATE FUNCTION atomic() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
            CREATE FUNCTION text_body() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE STATISTICS exprs ON (y + 1), x FROM distinctly; CREATE STATISTICS plain ON y, x FROM distinctly;
            CREATE COLLATION built (provider = builtin, locale = 'C.UTF-8');
            CREATE PUBLICATION filtered FOR TABLE distinctly (x) WHERE (x > 3); CREATE PUBLICATION whole FOR TABLES IN SCHEMA s; CREATE PUBLICATION tables FOR TABLE late;
            GRANT MAINTAIN ON late TO PUBLIC;
            CREATE FUNCTION logged_in() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION logged_in(); ALTER EVENT TRIGGER at_login DISABLE;
            CREATE TABLE parted (id int, x int, CONSTRAINT ex EXCLUDE USING btree (id WITH =)) PARTITION BY LIST (id) USING heap;
            CREATE TABLE parted_fk (id int, x int) PARTITION BY LIST (id); ALTER TABLE parted_fk ADD CONSTRAINT later FOREIGN KEY (x) REFERENCES enforced NOT VALID;
            CREATE COLLATION fast (provider = builtin, locale = 'PG_UNICODE_FAST');
            CREATE VIEW as_table AS SELECT * FROM JSON_TABLE('[1]'::jsonb, '$[*]' COLUMNS (x int PATH '$'));
            CREATE VIEW as_value AS SELECT JSON_VALUE('{"a": 1}'::jsonb, '$.a'), 'JSON_TABLE('::text AS "IS JSON";
            CREATE VIEW is_json AS SELECT '1' IS JSON AS yes; CREATE VIEW as_array AS SELECT JSON_ARRAY(1, 2) AS a, JSON_OBJECTAGG('k': 1) AS o;
            CREATE FUNCTION merged() RETURNS text LANGUAGE sql BEGIN ATOMIC MERGE INTO distinctly USING refers ON x = a WHEN MATCHED THEN DELETE RETURNING merge_action(); END;
            CREATE FUNCTION old_new() RETURNS int LANGUAGE sql BEGIN ATOMIC UPDATE refers SET a = 1 RETURNING old.a; END;
            """, 18, 18);
        await roundtrip.ReadAsync();
        Assert.Empty(Needs(roundtrip, 18));
        string[] from18 = ["check ne on s.enforced", "foreign-key nf on s.enforced", "not-null nv on s.late", "table s.late",
            "table s.virtual", "foreign-key later on s.parted_fk", "collation s.fast", "function s.old_new()"];
        string[] from17 = ["collation s.built", "collation s.fast", "privileges table s.late", "event trigger at_login", "table s.parted",
            "exclusion ex on s.parted", "view s.as_table", "view s.as_value", "function s.merged()"];
        string[] from16 = ["view s.is_json", "view s.as_array"];
        string[] from15 = ["foreign-key cols on s.refers", "index s.nndi", "publication filtered", "publication whole",
            "unique nnd on s.distinctly", "view s.invoked"];
        string[] from14 = ["function s.atomic()", "function s.merged()", "function s.old_new()", "function s.sql_body(integer)",
            "statistics s.exprs on s.distinctly", "table s.distinctly", "table s.distinctly"];
        Assert.Equal(from18.Order(StringComparer.Ordinal), Needs(roundtrip, 17));
        Assert.Equal(from18.Concat(from17).Order(StringComparer.Ordinal), Needs(roundtrip, 16));
        Assert.Equal(from18.Concat(from17).Concat(from16).Order(StringComparer.Ordinal), Needs(roundtrip, 15));
        Assert.Equal(from18.Concat(from17).Concat(from16).Concat(from15).Order(StringComparer.Ordinal), Needs(roundtrip, 14));
        Assert.Equal(
            from18.Concat(from17).Concat(from16).Concat(from15).Concat(from14).Order(StringComparer.Ordinal), Needs(roundtrip, 13));
    }

    private static IEnumerable<string> Needs(SchemaRoundtrip roundtrip, int major) => SchemaPlanner
        .Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = major * 10000 }).Inexpressible
        .Select(found => found[..found.LastIndexOf(" (", StringComparison.Ordinal)])
        .Order(StringComparer.Ordinal);
}
