using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Joining;

/// <summary>A node that has joined, and whose source takes connections in and answers nothing.</summary>
public sealed class SilentSourceTests
{
    [Fact]
    public async Task The_locks_of_a_node_are_waited_for_and_given_up_for_within_bounds()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var crew = await Crew.CreateAsync(TestServer.Of(server));
        // The driver waits as long for the answer to a request to cancel.
        await using var source = new Database(
            ServerConnection.Parse($"{crew.Uri}?connect_timeout=3600", "source", new ConnectionEnvironment()), Side.Source);
        await using var exported = await SourceSnapshot.ExportAsync(source, default);
        await using var session = crew.OpenSession();
        var ledger = new SnapshotLedger(session, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, exported.Ids, default);
        var time = new ManualTime();
        var custody = await SnapshotCustody.TakeAsync(RequestOf(crew, source, time), new MigrationScope(), ledger, default);

        await using (await FrozenBackends.FreezeServerAsync(server))
        {
            var tending = custody.TendAsync(Phase.TransferData);
            var late = await Assert.ThrowsAsync<ServerFailureException>(() => EndsAsync(tending, time));
            Assert.Equal(FailureClass.Transient, late.Failure.Class);
            Assert.Contains("The source has not answered the look at its tables", late.Message, StringComparison.Ordinal);

            await EndsAsync(custody.DisposeAsync().AsTask(), time);
        }
    }

    /// <summary>Passes over the timers that are set until <paramref name="work"/> ends. What they cancel may block their thread.</summary>
    private static async Task EndsAsync(Task work, ManualTime time)
    {
        _ = Task.Run(() => time.FireAsync(work));
        await work.WaitAsync(Eventually.Patience);
    }

    private static NodeRequest RequestOf(Crew crew, Database source, TimeProvider time) => new()
    {
        Node = new NodeId(Guid.NewGuid()),
        Source = source,
        Target = crew.Request.Target,
        Options = crew.Request.Options.Node,
        ToolVersion = "test",
        Time = time,
    };
}
