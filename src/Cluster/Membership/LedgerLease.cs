using System.Diagnostics.CodeAnalysis;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Coordination;
using Akka.Hosting;
using Akka.Hosting.Coordination;

namespace ActorMigrate.Cluster.Membership;

/// <summary>Gives the lease, which Akka.NET makes by its class, the ledger of its node. The ledger is null before the migration is
/// recorded; then no other node knows of this one.</summary>
public sealed class LedgerLeaseSetup : Setup
{
    /// <summary>The node that takes the lease.</summary>
    public required NodeId Node { get; init; }

    /// <summary>Opens the lease's part of the ledger.</summary>
    public required Func<LeaseLedger?> Ledger { get; init; }

    /// <summary>Local time.</summary>
    public required TimeProvider Time { get; init; }
}

/// <summary>Names <see cref="LedgerLease"/> to the split-brain resolver.</summary>
public sealed class LedgerLeaseOption : LeaseOptionBase
{
    /// <inheritdoc />
    public override string ConfigPath => "akka.coordination.lease.ledger";

    /// <inheritdoc />
    public override Type Class => typeof(LedgerLease);

    /// <inheritdoc />
    public override void Apply(AkkaConfigurationBuilder builder, Setup? setup = null)
    {
    }
}

/// <summary>The split-brain resolver's lease as a row of the ledger. The target's clock decides how long it holds; a node whose row the
/// others have ended cannot take it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "The semaphore is only awaited and so holds no handle; Akka.NET disposes no lease.")]
public sealed class LedgerLease : Lease
{
    private static readonly TimeSpan TriesEvery = TimeSpan.FromMilliseconds(500);

    // One question to the ledger at a time: a renewal that is under way must not take back what is being released.
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly LedgerLeaseSetup setup;
    private readonly TimeSpan validFor;
    private long? takenAt;
    private ITimer? renewal;
    private Action<Exception?>? lost;

    /// <summary>Made by the split-brain resolver.</summary>
    public LedgerLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(system);
        setup = system.Settings.Setup.Get<LedgerLeaseSetup>().Value;
        validFor = settings.TimeoutSettings.HeartbeatTimeout;
    }

    /// <inheritdoc />
    public override bool CheckLease() => takenAt is { } at && setup.Time.GetElapsedTime(at) < validFor;

    /// <inheritdoc />
    public override Task<bool> Acquire() => Acquire(_ => { });

    /// <summary>Takes the lease. The resolver sets no limit of time, so a target that fails over is waited for up to 30 seconds.</summary>
    public override async Task<bool> Acquire(Action<Exception?> leaseLostCallback)
    {
        for (var since = setup.Time.GetTimestamp(); ; await Task.Delay(TriesEvery, setup.Time))
        {
            try
            {
                if (!await TakeInTimeAsync())
                    return false;
                lost = leaseLostCallback;
                renewal ??= setup.Time.CreateTimer(
                    _ => _ = RenewAsync(), null, Settings.TimeoutSettings.HeartbeatInterval, Settings.TimeoutSettings.HeartbeatInterval);
                return true;
            }
            catch (Exception away) when (setup.Time.GetElapsedTime(since) < Timeouts.Lease && away is not LeaseException)
            {
            }
            catch (Exception away)
            {
                throw new LeaseException($"The ledger does not answer: {away.Message}", away);
            }
        }
    }

    /// <inheritdoc />
    public override async Task<bool> Release()
    {
        StopRenewing();
        await turn.WaitAsync();
        try
        {
            takenAt = null;
            using var deadline = new CancellationTokenSource(Timeouts.LeaseTry, setup.Time);
            if (setup.Ledger() is { } ledger)
                await ledger.ReleaseAsync(setup.Node, deadline.Token);
            return true;
        }
        catch (OperationCanceledException away)
        {
            throw new LeaseException($"The ledger does not answer: {away.Message}", away);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes the lease. A target that takes the question and never answers counts as one that is away.</summary>
    private async Task<bool> TakeInTimeAsync()
    {
        using var deadline = new CancellationTokenSource(Timeouts.LeaseTry, setup.Time);
        await turn.WaitAsync(deadline.Token);
        try
        {
            return await TakeAsync(deadline.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var asked = setup.Time.GetTimestamp();
        if (setup.Ledger() is not { } ledger || !await ledger.TakeAsync(setup.Node, validFor, cancellationToken))
            return false;
        takenAt = asked;
        return true;
    }

    /// <summary>Renews the lease, unless the renewal before is still under way.</summary>
    private async Task RenewAsync()
    {
        if (!await turn.WaitAsync(TimeSpan.Zero))
            return;
        using var deadline = new CancellationTokenSource(Timeouts.LeaseTry, setup.Time);
        try
        {
            if (renewal is not null && !await TakeAsync(deadline.Token))
                Lose(null);
        }
        catch (Exception away) when (!CheckLease())
        {
            Lose(away);
        }
        catch (Exception)
        {
            // The lease still holds, and is renewed again before it runs out.
        }
        finally
        {
            turn.Release();
        }
    }

    private void Lose(Exception? cause)
    {
        StopRenewing();
        lost?.Invoke(cause);
    }

    private void StopRenewing()
    {
        Interlocked.Exchange(ref renewal, null)?.Dispose();
        takenAt = null;
    }
}
