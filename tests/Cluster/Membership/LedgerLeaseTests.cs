using ActorMigrate.Cluster.Membership;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using Npgsql;

namespace ActorMigrate.Cluster.Tests.Membership;

public sealed class LedgerLeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewedEvery = TimeSpan.FromSeconds(2);
    private static readonly NodeId One = new(Guid.NewGuid());
    private static readonly NodeId Other = new(Guid.NewGuid());

    private readonly List<ActorSystem> systems = [];
    private readonly ManualTime time = new();
    private ClusterLedger ledger = null!;

    public async Task InitializeAsync()
    {
        ledger = await ClusterLedger.CreateAsync();
        await ledger.RegisterAsync(One, "one");
        await ledger.RegisterAsync(Other, "other");
    }

    public async Task DisposeAsync()
    {
        foreach (var system in systems)
            await system.Terminate();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_owners_one_has_it_until_it_gives_it_back()
    {
        var (one, other) = (LeaseOf(One), LeaseOf(Other));

        Assert.True(await one.Acquire());
        Assert.True(await one.Acquire());
        Assert.True(one.CheckLease());
        Assert.False(await other.Acquire());
        Assert.False(other.CheckLease());

        Assert.True(await one.Release());
        Assert.False(one.CheckLease());
        Assert.True(await other.Acquire());
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_has_it()
    {
        var leases = new List<LedgerLease>();
        for (var i = 0; i < 8; i++)
        {
            var node = new NodeId(Guid.NewGuid());
            await ledger.RegisterAsync(node, $"node {i}");
            leases.Add(LeaseOf(node));
        }

        var taken = await Task.WhenAll(leases.Select(lease => lease.Acquire()));

        Assert.Single(taken, isTaken => isTaken);
    }

    [Fact]
    public async Task One_that_ran_out_by_the_target_s_clock_goes_to_another_and_its_owner_hears_it()
    {
        var lost = new TaskCompletionSource<Exception?>();
        var one = LeaseOf(One);
        Assert.True(await one.Acquire(cause => lost.TrySetResult(cause)));
        await ledger.ExecuteAsync("UPDATE actormigrate.lease SET valid_until = clock_timestamp() - interval '1 s'");
        Assert.True(await LeaseOf(Other).Acquire());

        // One renewal and no more: time that goes on while the ledger is asked would end the lease for want of an answer.
        time.Advance(RenewedEvery);

        Assert.Null(await lost.Task.WaitAsync(Patience));
        Assert.False(one.CheckLease());
        Assert.Equal(Other.Value, await ledger.ScalarAsync<Guid>("SELECT owner FROM actormigrate.lease"));
    }

    [Fact]
    public async Task It_is_renewed_while_it_is_held_and_not_after()
    {
        var one = LeaseOf(One);
        Assert.True(await one.Acquire());
        await ledger.ExecuteAsync("UPDATE actormigrate.lease SET valid_until = clock_timestamp() + interval '1 s'");
        time.Advance(RenewedEvery);
        await Until(() => ledger.ScalarAsync<bool>("SELECT valid_until > clock_timestamp() + interval '5 s' FROM actormigrate.lease"));

        Assert.True(await one.Release());
        time.Advance(RenewedEvery * 3);

        Assert.Equal(0L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.lease"));
        Assert.True(await LeaseOf(Other).Acquire());
    }

    [Fact]
    public async Task A_renewal_that_is_under_way_does_not_take_back_what_was_released()
    {
        var opening = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var hold = false;
        var one = LeaseOf(One, () =>
        {
            if (!hold)
                return ledger.Lease;
            hold = false;
            asked.SetResult();
            opening.Task.GetAwaiter().GetResult();
            return ledger.Lease;
        });
        Assert.True(await one.Acquire());
        hold = true;
        var renewing = Task.Run(() => time.Advance(RenewedEvery));
        await asked.Task.WaitAsync(Patience);

        var released = one.Release();
        opening.SetResult();
        await renewing;
        await released;
        // One more question passes through the same session only after those before it.
        await ledger.Nodes.RegisteredAsync(default);

        Assert.False(one.CheckLease());
        Assert.Equal(0L, await ledger.ScalarAsync<long>("SELECT count(*) FROM actormigrate.lease"));
    }

    [Fact]
    public async Task Without_a_renewal_it_ends_for_its_owner_when_it_ends_for_the_others()
    {
        var one = LeaseOf(One);
        Assert.True(await one.Acquire());
        await ledger.ExecuteAsync("ALTER TABLE actormigrate.lease RENAME TO away");

        time.Advance(ValidFor);

        Assert.False(one.CheckLease());
    }

    [Fact]
    public async Task A_node_whose_row_has_ended_cannot_take_it_nor_renew_it()
    {
        var lost = new TaskCompletionSource<Exception?>();
        var (one, other) = (LeaseOf(One), LeaseOf(Other));
        Assert.True(await one.Acquire(cause => lost.TrySetResult(cause)));

        await ledger.Nodes.LeaveAsync(One, default);
        await ledger.Nodes.LeaveAsync(Other, default);
        await time.FireAsync(lost.Task);

        Assert.False(one.CheckLease());
        await ledger.ExecuteAsync("DELETE FROM actormigrate.lease");
        Assert.False(await other.Acquire());
    }

    [Fact]
    public async Task A_node_that_no_ledger_knows_does_not_take_it()
    {
        Assert.False(await LeaseOf(One, () => null).Acquire());
        Assert.True(await LeaseOf(One, () => null).Release());
    }

    [Fact]
    public async Task A_target_that_is_away_for_a_while_is_waited_for()
    {
        await ledger.ExecuteAsync("ALTER TABLE actormigrate.lease RENAME TO away");
        var asked = 0;
        var askedTwice = new TaskCompletionSource();
        var acquiring = LeaseOf(
            One,
            () =>
            {
                if (++asked == 2)
                    askedTwice.SetResult();
                return ledger.Lease;
            },
            TimeProvider.System).Acquire();
        await askedTwice.Task.WaitAsync(Patience);
        await ledger.ExecuteAsync("ALTER TABLE actormigrate.away RENAME TO lease");

        Assert.True(await acquiring.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_target_that_stays_away_is_told_after_a_bounded_time()
    {
        await ledger.ExecuteAsync("ALTER TABLE actormigrate.lease RENAME TO away");
        var acquiring = LeaseOf(One).Acquire();

        await time.FireAsync(acquiring.ContinueWith(_ => { }, TaskScheduler.Default));

        await Assert.ThrowsAsync<LeaseException>(() => acquiring);
    }

    [Fact]
    public async Task A_target_that_never_answers_is_told_after_a_bounded_time()
    {
        await using var locked = await ledger.OpenAsync();
        await using var transaction = await locked.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE actormigrate.lease", locked, transaction);
        await hold.ExecuteNonQueryAsync();

        var acquiring = LeaseOf(One).Acquire();
        await time.FireAsync(acquiring.ContinueWith(_ => { }, TaskScheduler.Default));

        await Assert.ThrowsAsync<LeaseException>(() => acquiring);
    }

    private LedgerLease LeaseOf(NodeId node, Func<LeaseLedger?>? open = null, TimeProvider? clock = null)
    {
        var setup = new LedgerLeaseSetup { Node = node, Ledger = open ?? (() => ledger.Lease), Time = clock ?? time };
        var system =
            ActorSystem.Create("lease", ActorSystemSetup.Create(setup, BootstrapSetup.Create().WithConfig("akka.stdout-loglevel = off")));
        systems.Add(system);
        var settings =
            new LeaseSettings("actormigrate", node.ToString(), new TimeoutSettings(RenewedEvery, ValidFor, Patience), Config.Empty);
        return new LedgerLease(settings, (ExtendedActorSystem)system);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(20, deadline.Token);
    }
}
