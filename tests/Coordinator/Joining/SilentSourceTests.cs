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
using Npgsql;

namespace ActorMigrate.Coordinator.Tests.Joining;

/// <summary>A node that has joined, and whose source takes connections in and answers nothing, or does not grant it its locks.</summary>
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
        var request = RequestOf(crew, source, time, crew.Request.Options.Node);
        var custody = await SnapshotCustody.TakeAsync(request, new MigrationScope(), ledger, default);

        using (FrozenServer.Freeze(server))
        {
            var tending = custody.TendAsync(Phase.TransferData);
            var late = await Assert.ThrowsAsync<ServerFailureException>(() => EndsAsync(tending, time));
            Assert.Equal(FailureClass.Transient, late.Failure.Class);
            Assert.Contains("The source has not answered the look at its tables", late.Message, StringComparison.Ordinal);

            await EndsAsync(custody.DisposeAsync().AsTask(), time);
        }
    }

    [Fact]
    public async Task The_session_that_keeps_a_node_from_its_locks_is_named_however_short_the_stall_timeout_is()
    {
        await using var crew = await Crew.CreateAsync(await TestServer.GetAsync());
        await crew.ExecuteAsync("CREATE TABLE public.kept ()");
        await using var source = new Database(ServerConnection.Parse(crew.Uri, "source", new ConnectionEnvironment()), Side.Source);
        await using var exported = await SourceSnapshot.ExportAsync(source, default);
        await using var session = crew.OpenSession();
        var ledger = new SnapshotLedger(session, crew.Migration);
        await ledger.RecordAsync(crew.Coordinator, exported.Ids, default);
        var impatient = crew.Request.Options.Node with { StallTimeout = TimeSpan.FromSeconds(12) };
        await using var custody = await SnapshotCustody.TakeAsync(
            RequestOf(crew, source, TimeProvider.System, impatient), new MigrationScope(), ledger, default);
        await using var other = await source.OpenAsync(SessionPurpose.Preflight, default);
        await using var transaction = await other.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("LOCK TABLE public.kept", other);
        await take.ExecuteNonQueryAsync();

        var kept = await Assert.ThrowsAsync<ServerFailureException>(() => custody.TendAsync(Phase.TransferData));

        Assert.Equal(FailureClass.Transient, kept.Failure.Class);
        Assert.Contains($"backend {other.ProcessID}", kept.Message, StringComparison.Ordinal);
    }

    /// <summary>Passes over the timers that are set until <paramref name="work"/> ends. What they cancel may block their thread.</summary>
    private static async Task EndsAsync(Task work, ManualTime time)
    {
        _ = Task.Run(() => time.FireAsync(work));
        await work.WaitAsync(Eventually.Patience);
    }

    private static NodeRequest RequestOf(Crew crew, Database source, TimeProvider time, NodeOptions options) => new()
    {
        Node = new NodeId(Guid.NewGuid()),
        Source = source,
        Target = crew.Request.Target,
        Options = options,
        ToolVersion = "test",
        Time = time,
    };
}
