using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The numbers of the matrix hold every fault, and every phase.</summary>
public sealed class FaultCaseTests
{
    private static readonly FaultCase[] All = [.. Enumerable.Range(1, FaultCase.Count).Select(FaultCase.Of)];

    [Fact]
    public void Every_phase_comes()
    {
        var phases = All.Select(one => one.Moment).OfType<Moment.InPhase>().Select(moment => moment.Phase).Distinct().ToHashSet();

        Assert.Equal(Enum.GetNames<Phase>().Order(), phases.Order());
        Assert.Equal(4, All.Select(one => one.Moment.GetType()).Distinct().Count());
        Assert.Contains(All, one => one is { IsUnlogged: true, Fault: Fault.ServerRestarts { Side: ServerSide.Target } });
    }

    [Fact]
    public void Every_fault_comes_on_each_side_and_each_way()
    {
        var faults = All.Select(one => one.Fault).ToList();

        Assert.Equal(Enum.GetValues<WorkerFate>(), faults.OfType<Fault.Worker>().Select(worker => worker.Fate).Distinct().Order());
        Assert.Equal(2, faults.OfType<Fault.ServerRestarts>().Select(restart => restart.Side).Distinct().Count());
        Assert.Equal(4, faults.OfType<Fault.NetworkCut>().Distinct().Count());
        Assert.Equal(4, faults.OfType<Fault.ConnectionEnds>().Select(end => (end.Side, end.Way)).Distinct().Count());
        Assert.Equal(4, faults.OfType<Fault.ConnectionEnds>().Select(end => (end.Side, end.ByReset)).Distinct().Count());
        foreach (var how in new[] { typeof(ProxyFault.BlackHole), typeof(ProxyFault.Crawl), typeof(ProxyFault.Delay) })
            Assert.Equal(2, faults.OfType<Fault.NetworkFails>().Where(fail => fail.How.GetType() == how).Select(fail => fail.Side)
                .Distinct().Count());
        Assert.Equal(6, faults.OfType<Fault.BackendsEnd>().Distinct().Count());
        foreach (var alone in new[] { typeof(Fault.ProcessIsKilled), typeof(Fault.ProcessIsPaused), typeof(Fault.ProcessIsStopped),
            typeof(Fault.OneHolderEnds), typeof(Fault.DiskFull) })
            Assert.True(faults.Count(fault => fault.GetType() == alone) >= 5, alone.Name);
    }

    [Fact]
    public void Servers_networks_and_disks_fail_under_two_nodes_as_well() =>
        Assert.True(All.Count(one => one.HasWorker && one.Fault is not Fault.Worker) >= 5);
}
