using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Preflight;

public class ServerRulesTests
{
    private static readonly ServerFacts Server = new()
    {
        VersionNumber = 150004,
        Version = "15.4",
        SystemIdentifier = 1,
        DatabaseOid = 16384,
        Database = "shop",
        Encoding = "UTF8",
        Collate = "C",
        CType = "C",
        LocaleProvider = 'c',
        Locale = null,
        Role = "owner",
        IsSuperuser = false,
        CanCreateSchemas = true,
        IsInRecovery = false,
        IsReadOnlyByDefault = false,
        FreeConnections = 90,
        MaxConnections = 100,
        LockTableSize = 6400,
        BlockSize = 8192,
    };

    internal static readonly ServersSeen Fine = new(Server, Server, false, PoolerKind.None, PoolerKind.Session);

    [Fact]
    public void Two_servers_that_will_do_keep_the_slots_that_were_asked_for() =>
        Assert.Equal((0, TestOptions.Plain.Node), (Fails(Fine).Count, ServerRules.Fit(Fine, TestOptions.Plain.Node)));

    public static TheoryData<string, string> Wrongs => new()
    {
        { "same", "same database" },
        { "source pooler", "The source is reached through a pooler" },
        { "target pooler", "The target is reached through a pooler" },
        { "standby", "standby" },
        { "read-only", "default_transaction_read_only" },
        { "older", "older than the source" },
        { "no right", "may not create schemas" },
        { "full target", "A migration needs at least" },
        { "full source", "Too few connections are free" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void A_rule_that_does_not_hold_refuses_with_its_cause_and_a_remedy(string wrong, string cause)
    {
        var fail = Assert.Single(Fails(With(wrong)));
        Assert.Contains(cause, fail.Cause, StringComparison.Ordinal);
        Assert.NotEmpty(fail.Remedy);
    }

    [Fact]
    public void A_limit_of_the_role_or_the_database_is_named_with_the_statement_that_raises_it_enough()
    {
        var needed = ConnectionBudget.NeededInTarget(ConnectionBudget.Least(TestOptions.Plain.Node));
        var limited = Server with { FreeConnections = needed - 2, ConnectionLimit = new ConnectionLimit(60, "ROLE \"bob\"") };

        var fail = Assert.Single(Fails(Fine with { Target = limited }));

        Assert.Contains(
            $"90 of 100 on the source and {needed - 2} of the 60 that the CONNECTION LIMIT of role \"bob\" allows on the target",
            fail.Cause, StringComparison.Ordinal);
        Assert.Equal("Close sessions there, or run on the target: ALTER ROLE \"bob\" CONNECTION LIMIT 62;", fail.Remedy);
    }

    [Fact]
    public void Both_sides_with_too_few_connections_are_named()
    {
        var full = Server with { FreeConnections = 1 };

        var fail = Assert.Single(Fails(Fine with { Source = full, Target = full }));

        Assert.Equal(
            "Close sessions there, or raise max_connections on the source. On the other side, raise max_connections on the target.",
            fail.Remedy);
    }

    [Fact]
    public void An_older_target_can_be_allowed() => Assert.Empty(Fails(With("older"), TestOptions.Plain with { AllowOlderTarget = true }));

    [Fact]
    public void A_standby_may_be_the_source() => Assert.Empty(Fails(Fine with { Source = Server with { IsInRecovery = true } }));

    [Fact]
    public void Few_connections_make_few_slots()
    {
        var few = Fine with { Target = Server with { FreeConnections = 10 } };
        var fitted = ServerRules.Fit(few, TestOptions.Plain.Node)!;
        Assert.True(ConnectionBudget.NeededInTarget(fitted) <= 10);
        Assert.True(fitted.CopySlots < TestOptions.Plain.Node.CopySlots);
        Assert.Contains(Found(few, TestOptions.Plain), finding => finding.Level == CheckLevel.Warn
            && finding.Cause.Contains("copy slots", StringComparison.Ordinal));
    }

    [Fact]
    public void Distant_servers_get_further_slots_without_a_word()
    {
        var node = TestOptions.Plain.Node with { CopySlots = 2, FarCopySlots = 3 };
        var options = TestOptions.Plain with { Node = node };
        var distant = Fine with { IsDistant = true };

        Assert.Equal(2, ServerRules.Fit(Fine, node)!.CopySlots);
        Assert.Equal(3, ServerRules.Fit(distant, node)!.CopySlots);
        Assert.Empty(Found(distant, options));
        Assert.Equal(2, ServerRules.Fit(distant with { Target = Server with { FreeConnections = 20 } }, node)!.CopySlots);
    }

    private static List<CheckFinding> Fails(ServersSeen seen, MigrationOptions? options = null) =>
        [.. Found(seen, options ?? TestOptions.Plain).Where(finding => finding.Level == CheckLevel.Fail)];

    private static IEnumerable<CheckFinding> Found(ServersSeen seen, MigrationOptions options) =>
        PreflightChecks.OfServers.SelectMany(check => check.Of(new Examined(options) { Servers = seen }).Findings);

    private static ServersSeen With(string wrong) => wrong switch
    {
        "same" => Fine with { SameDatabase = true },
        "source pooler" => Fine with { SourcePooler = PoolerKind.Transaction },
        "target pooler" => Fine with { TargetPooler = PoolerKind.Transaction },
        "standby" => Fine with { Target = Server with { IsInRecovery = true } },
        "read-only" => Fine with { Target = Server with { IsReadOnlyByDefault = true } },
        "older" => Fine with { Target = Server with { VersionNumber = 140009, Version = "14.9" } },
        "no right" => Fine with { Target = Server with { CanCreateSchemas = false } },
        "full target" => Fine with { Target = Server with { FreeConnections = 3 } },
        "full source" => Fine with { Source = Server with { FreeConnections = 2 } },
        _ => throw new ArgumentOutOfRangeException(nameof(wrong), wrong, null),
    };
}
