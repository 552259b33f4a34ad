using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Copying;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Catalog.Tests;

public sealed class WriterTests
{
    private static readonly QualifiedName Name = new("s", "t");

    [Theory]
    [InlineData(180000, " CONSTRAINT \"nn\" NOT NULL")]
    [InlineData(150000, " NOT NULL")]
    public void A_not_null_constraint_has_its_name_where_the_target_knows_names(int version, string expected)
    {
        var column = Column("c") with { IsNotNull = true, NotNull = new NotNullConstraint(1, "nn", true, false, true) };
        Assert.Equal($"\"c\" integer{expected}", Define(column, version));
    }

    [Theory]
    [InlineData(true, " COMPRESSION lz4")]
    [InlineData(false, "")]
    public void Compression_is_left_out_and_named_where_the_target_does_not_take_it(bool hasLz4, string expected)
    {
        var context = Context(
            150000, new TargetInspection { Tables = [], Others = [], CurrentUser = "u", Roles = new HashSet<string>(), HasLz4 = hasLz4 });
        var column = Column("c") with { Compression = 'l' };
        Assert.Equal($"\"c\" integer{expected}", ColumnWriter.Define(Table(column), column, context));
        Assert.Equal(expected.Length == 0, context.Omitted.Any(left => left.Name == "s.t.c"));
    }

    [Fact]
    public void Column_options_of_one_server_only_are_not_carried_over()
    {
        var column = Column("c") with { Options = ["n_distinct=5", "pg_attver=3", "odd=1"] };
        Assert.Equal(["ALTER COLUMN \"c\" SET (\"n_distinct\"='5')"], ColumnWriter.Alterations(column));
        var context = Context(150000);
        _ = TableWriter.Write(Table(column), context).ToList();
        Assert.Equal(["The option odd=1 is not known to be taken by every server."], context.Omitted.Select(left => left.Reason));
    }

    [Fact]
    public void Storage_parameters_that_the_target_does_not_know_are_named_and_left_out()
    {
        var table = Table(Column("c")) with
        {
            Storage = new TableStorage(
                "heap", ["fillfactor=70", "autovacuum_vacuum_max_threshold=9", "of_a_fork=1"], ["autovacuum_enabled=off"], null),
        };
        var context = Context(170000);
        Assert.Contains(
            "WITH (\"fillfactor\"='70', toast.\"autovacuum_enabled\"='off')", TableWriter.Write(table, context).First().Statements[0],
            StringComparison.Ordinal);
        Assert.Equal(["autovacuum_vacuum_max_threshold=9", "of_a_fork=1"], context.Omitted.Select(left => left.Reason.Split(' ', ';')[7]));
        var other = table with { Storage = table.Storage with { AccessMethod = "columnar" } };
        Assert.Contains("of_a_fork", TableWriter.Write(other, Context(170000)).First().Statements[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_column_is_stored_or_virtual()
    {
        var column = Column("c") with { Default = new ColumnDefault(1, "a + 1") };
        Assert.Equal("\"c\" integer GENERATED ALWAYS AS (a + 1) STORED", Define(column with { Generated = Generation.Stored }));
        Assert.Equal("\"c\" integer GENERATED ALWAYS AS (a + 1) VIRTUAL", Define(column with { Generated = Generation.Virtual }));
        Assert.Equal("\"c\" integer DEFAULT a + 1", Define(column));
    }

    [Fact]
    public void Storage_parameters_of_a_key_stand_before_its_deferrability()
    {
        var index = new ConstraintIndex(1, "i", ["fillfactor=70"], 0, false, false, null, false);
        var key = Key("UNIQUE (a) DEFERRABLE INITIALLY DEFERRED") with { IsDeferrable = true, IsDeferred = true };
        Assert.Equal("UNIQUE (a) WITH (\"fillfactor\"='70') DEFERRABLE INITIALLY DEFERRED", KeyWriter.Definition(key, index));
        Assert.Equal("UNIQUE (a)", KeyWriter.Definition(Key("UNIQUE (a)"), index with { Options = [] }));
    }

    [Fact]
    public void Security_labels_follow_objects_and_columns_as_steps_of_their_own()
    {
        var address = new ObjectAddress(SystemCatalog.Class, 20000);
        var context = new DdlContext(
            new DatabaseCatalog
            {
                ServerVersion = 150000, Scope = new MigrationScope(), Tables = [], PartitionedTables = [],
                SecurityLabels = new SecurityLabel[]
                    { new(address, 0, null, "dummy", "it's secret"), new(address, 2, "a \"col", "dummy", "x") }.ToLookup(label => label.On),
            },
            new SchemaPlanOptions { TargetVersion = 150000 });
        var table = new Draft { Address = address, References = [(address, "TABLE \"s\".\"t\"")], Stage = SchemaStage.Table, Kind = "table",
            Name = "s.t", Statements = [] };
        Assert.Equal(
            ["SECURITY LABEL FOR \"dummy\" ON TABLE \"s\".\"t\" IS 'it''s secret'",
                "SECURITY LABEL FOR \"dummy\" ON COLUMN \"s\".\"t\".\"a \"\"col\" IS 'x'"],
            SecurityLabelWriter.Write(table, context).SelectMany(draft => draft.Statements));
    }

    [Theory]
    [InlineData(180000, " WITH ADMIN TRUE, INHERIT FALSE, SET TRUE")]
    [InlineData(150000, " WITH ADMIN OPTION")]
    public void A_membership_says_what_the_targets_version_takes(int version, string expected)
    {
        var role = new RoleObject(1, "m", "NOSUPERUSER", -1, null, null, [], false);
        var context = new DdlContext(
            new DatabaseCatalog
                { ServerVersion = 180000, Scope = new MigrationScope(), Tables = [], PartitionedTables = [], Objects = [role] },
            new SchemaPlanOptions { TargetVersion = version, Roles = true });
        var grant = new MembershipObject(1, "r", "m", IsAdmin: true, Inherits: false, Sets: true, Grantor: null, MemberInherits: true)
            .Write(context);
        Assert.Equal([$"GRANT \"r\" TO \"m\"{expected}"], grant.Single().Statements);
        Assert.Equal(["CREATE ROLE \"m\" WITH NOSUPERUSER"], role.Write(context).Single().Statements);
        Assert.Contains(context.Notes, note => note.Message.Contains("without passwords"));
        Assert.Equal(version < 160000,
            context.Notes.Any(note => note.Message.StartsWith("It is WITH INHERIT FALSE in the source", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(160000, "debug_parallel_query", " SET debug_parallel_query TO 'on'\n", false)]
    [InlineData(160000, "other", "", true)]
    [InlineData(150000, "force_parallel_mode", " SET force_parallel_mode TO 'on'\n", false)]
    public void A_functions_settings_are_those_that_the_target_knows(int version, string known, string expected, bool isLeftOut)
    {
        const string before = "a text DEFAULT 'SET x TO'::text)\n RETURNS text\n LANGUAGE sql\n SET \"own.x\" TO 'a'\n";
        const string after = " SET search_path TO 'b', 'c d'\nAS $function$\n SET force_parallel_mode TO 'on'\n$function$";
        var context = Context(version, new TargetInspection
        {
            Tables = [], Others = [], CurrentUser = "u", Roles = new HashSet<string>(), HasLz4 = true,
            Settings = new HashSet<string> { known, "search_path" },
        });
        Assert.Equal(
            before + expected + after,
            FunctionSettings.InTarget(before + " SET force_parallel_mode TO 'on'\n" + after, "s.f(text)", context));
        Assert.Equal(isLeftOut ? ["force_parallel_mode of s.f(text)"] : [], context.Omitted.Select(left => left.Name));
    }

    [Fact]
    public void The_names_of_a_settings_list_are_separated() =>
        Assert.Equal(["$user", "od\"d, name", "public"], SettingWriter.Names("\"$user\", \"od\"\"d, name\", public"));

    [Theory]
    [InlineData(180000, 'p', "streaming = parallel, origin = 'none', failover = true")]
    [InlineData(150000, 'p', "streaming = on")]
    [InlineData(180000, 'f', "streaming = off, origin = 'none', failover = true")]
    [InlineData(130000, 't', "")]
    public void A_subscriptions_options_are_those_that_the_target_knows(int version, char streaming, string expected) =>
        Assert.Equal(expected,
            string.Join(", ", new SubscriptionOptions("off", false, streaming, false, false, "none", true, false, true).Write(version)));

    [Theory]
    [InlineData(180000, "")]
    [InlineData(160000, "failover = true")]
    [InlineData(150000, "streaming = parallel, origin = 'none', failover = true")]
    [InlineData(130000, "streaming = parallel, two_phase = true, origin = 'none', failover = true")]
    public void The_options_that_an_older_target_does_not_know_are_named(int version, string expected) =>
        Assert.Equal(
            expected, string.Join(", ", new SubscriptionOptions("off", false, 'p', true, false, "none", true, false, true).Lost(version)));

    [Fact]
    public void An_unlogged_load_makes_keys_wait_for_the_conversion()
    {
        var table = Table(Column("c"));
        var plan = SchemaPlanner.Plan(
            Context(150000).Catalog with { Tables = [table with { Constraints = [Key("PRIMARY KEY (c)")] }] },
            new SchemaPlanOptions { TargetVersion = 150000, Unlogged = true });
        Assert.Equal(["table", "set-logged", "primary-key", "analyze"], plan.Objects.Select(item => item.Kind));
        Assert.StartsWith("CREATE UNLOGGED TABLE \"s\".\"t\" (", plan.Objects[0].Statements[0], StringComparison.Ordinal);
        Assert.Equal("ALTER TABLE \"s\".\"t\" SET LOGGED", Assert.Single(plan.Objects[1].Statements));
        Assert.Equal([1, 2], plan.Objects[2].Needs);
        Assert.Equal([Name], plan.Objects[2].NeedsData);
    }

    [Fact]
    public void A_table_that_is_unlogged_in_the_source_stays_so()
    {
        var plan = SchemaPlanner.Plan(
            Context(150000).Catalog with { Tables = [Table(Column("c")) with { IsUnlogged = true }] },
            new SchemaPlanOptions { TargetVersion = 150000, Unlogged = true, Analyze = false });
        Assert.Equal(["table"], plan.Objects.Select(item => item.Kind));
        Assert.StartsWith("CREATE UNLOGGED TABLE", plan.Objects[0].Statements[0], StringComparison.Ordinal);
    }

    private static string Define(Column column, int version = 180000) => ColumnWriter.Define(Table(column), column, Context(version));

    private static DdlContext Context(int version, TargetInspection? target = null) => new(
        new DatabaseCatalog { ServerVersion = 180000, Scope = new MigrationScope(), Tables = [], PartitionedTables = [] },
        new SchemaPlanOptions { TargetVersion = version, Target = target });

    private static Column Column(string name) => new() { Name = name, Number = 1, TypeName = "integer", IsNotNull = false };

    private static Constraint Key(string definition) => new()
    {
        Oid = 20000,
        Table = 16384,
        Name = "k",
        Kind = definition.StartsWith('P') ? ConstraintKind.PrimaryKey : ConstraintKind.Unique,
        Definition = definition,
        IsValid = true,
        IsLocal = true,
        NoInherit = false,
        IsDeferrable = false,
        IsDeferred = false,
        Parent = 0,
        ReferencedTable = 0,
        ReferencedIndex = 0,
        Columns = [1],
        Index = new ConstraintIndex(20001, "k", [], 0, false, false, null, false),
    };

    private static Table Table(Column column) => new()
    {
        Name = Name,
        Oid = 16384,
        Columns = [column],
        IsPartitioned = false,
        IsPartition = false,
        IsUnlogged = false,
        HasRowSecurity = false,
        RowType = 16386,
        Copy = new CopyShape { Columns = ["c"], Binary = true, Reason = "" },
        Facts = new TableFacts
        {
            Name = Name, Oid = 16384, HeapBytes = 0, ToastBytes = 0, RelTuples = null, RelPages = 0, HasTidRangeScan = true,
            PrimaryKey = [],
        },
    };
}
