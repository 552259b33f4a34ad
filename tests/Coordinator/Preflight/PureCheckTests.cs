using ActorMigrate.Catalog.Scope;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Coordinator.Preflight.Checks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Preflight;

/// <summary>Checks of facts that no test server can be brought to in short time.</summary>
public class PureCheckTests
{
    private static readonly ServersSeen Fine = ServerRulesTests.Fine;

    public static TheoryData<int, int, CheckLevel?> Ages => new()
    {
        { 0, 0, null },
        { 1_599_999_999, 0, null },
        { 1_600_000_000, 0, CheckLevel.Warn },
        { 0, 1_600_000_000, CheckLevel.Warn },
        { 2_144_000_000, 0, CheckLevel.Fail },
    };

    [Theory]
    [MemberData(nameof(Ages))]
    public void Old_transaction_ids_of_the_target_are_a_warning_and_those_with_which_it_takes_no_writes_a_refusal(
        int transactions, int multixacts, CheckLevel? level)
    {
        var found = Transactions.Find(Fine with
            { TargetState = ServerState.Quiet with { TransactionAge = transactions, MultixactAge = multixacts } }).SingleOrDefault();
        Assert.Equal(level, found?.Level);
        Assert.True(found is null || (found.Cause.Contains("transactions old", StringComparison.Ordinal)
            && found.Remedy.Contains("VACUUM FREEZE", StringComparison.Ordinal)));
    }

    [Fact]
    public void Old_transaction_ids_of_the_source_never_refuse() =>
        Assert.Equal(CheckLevel.Warn,
            Assert.Single(Transactions.Find(Fine with { SourceState = ServerState.Quiet with { TransactionAge = int.MaxValue } })).Level);

    [Fact]
    public void Transactions_that_are_open_for_long_are_named()
    {
        var found = Assert.Single(Transactions.Find(Fine with { SourceState = ServerState.Quiet with
            { LongTransactions = ["backend 7 of reporting (idle in transaction), open since 1999-01-01"] } }));
        Assert.Equal(CheckLevel.Warn, found.Level);
        Assert.Contains("backend 7 of reporting", found.Cause, StringComparison.Ordinal);
        Assert.Contains("pg_terminate_backend", found.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1100L << 20, false)]
    [InlineData(1099L << 20, true)]
    public void A_target_with_too_little_free_disk_is_told_where_that_can_be_seen(long? free, bool isTold)
    {
        var seen = Fine with { TargetState = ServerState.Quiet with { FreeBytes = free, DataFolder = "/data" } };
        var found = Disk.Find(new SourceSeen([]) { Bytes = 1000L << 20 }, seen).SingleOrDefault();
        Assert.Equal(isTold, found is not null);
        Assert.True(found is null || found.Cause.Contains("1,000 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public void More_tables_than_the_sources_lock_table_has_room_for_are_a_warning_with_the_needed_setting()
    {
        var tables = Enumerable.Range(1, 100)
            .Select(number => new ScopedTable((uint)number, new QualifiedName("public", $"t{number}"), true)).ToList();
        Assert.Empty(Locks.Room(new SourceSeen(tables) { Locks = new LockTable(64, 100) }));
        var found = Assert.Single(Locks.Room(new SourceSeen(tables) { Locks = new LockTable(10, 10) }));
        Assert.Equal(CheckLevel.Warn, found.Level);
        Assert.Contains("from 10 to 14", found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Encodings_without_a_conversion_refuse()
    {
        var seen = Fine with
            { Source = Fine.Source with { Encoding = "MULE_INTERNAL" }, SourceState = ServerState.Quiet with { Conversions = ["LATIN1"] } };
        var found = Assert.Single(Encodings.Find(seen));
        Assert.Equal(CheckLevel.Fail, found.Level);
        Assert.Contains("MULE_INTERNAL", found.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void One_failure_keeps_its_words_and_several_are_listed_with_their_remedies()
    {
        var (one, other) = (CheckFinding.Fail("a", "a is wrong.", "Mend a."), CheckFinding.Fail("b", "b is wrong.", "Mend b."));
        Assert.Equal(("a is wrong.", "Mend a."), (Refusal.Of([one]).Message, Refusal.Of([one]).Remedy));
        Assert.Equal("2 checks failed:\n1. a is wrong.\n   Mend a.\n2. b is wrong.\n   Mend b.", Refusal.Of([one, other]).Message);
    }

    [Fact]
    public void A_check_whose_facts_are_missing_is_not_checked_and_what_kept_them_away_fails()
    {
        var examined = new Examined(TestOptions.Plain)
            { Servers = Fine, Unread = [(PreflightChecks.Scope, CheckFinding.Fail("scope", "no", "yes"))] };
        var results = PreflightChecks.All.ToDictionary(check => check.Name, check => check.Of(examined).Level);
        Assert.Equal(CheckLevel.Fail, results[PreflightChecks.Scope]);
        Assert.Equal(CheckLevel.NotChecked, results["source-privileges"]);
        Assert.Equal(CheckLevel.Pass, results["versions"]);
        Assert.Equal(PreflightChecks.All.Count, results.Count);
    }
}
