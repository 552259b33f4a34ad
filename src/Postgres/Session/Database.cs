using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Connection;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Opens sessions to one side's database. Each is a connection of its own, never pooled: disposing it ends the backend.</summary>
/// <remarks>Types are not loaded at connect, so queries cast what Npgsql does not know by itself to text: <c>"char"</c>, <c>regclass</c>
/// and its like, <c>aclitem</c>, <c>pg_node_tree</c>, enums, composites. Built-in scalar types and their arrays are known.</remarks>
public sealed class Database : IAsyncDisposable
{
    private const int ConnectTries = 3;

    private readonly ConcurrentDictionary<(ServerHost Host, SessionPurpose Purpose, StartupSettings Startup),
        NpgsqlDataSource> _sources = new();
    private readonly ConcurrentDictionary<ServerHost, StartupSettings> _startup = new();
    private readonly SessionBuffers _copyBuffers;
    private readonly NodeId? _node;
    private readonly HistoryGuard _history = new();
    private readonly Lock _gate = new();
    private Task? _survey;
    private TimeSpan? _roundTrip;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connection">The server to connect to.</param>
    /// <param name="side">Sessions of the source cannot write.</param>
    /// <param name="copyBuffers">Buffers of <see cref="SessionPurpose.Copy"/> sessions;
    /// <see cref="SessionBuffers.ForCopy"/> by default.</param>
    /// <param name="node">The node whose mark the sessions' application names bear, so that others can end them when it is dead.</param>
    public Database(ServerConnection connection, Side side, SessionBuffers? copyBuffers = null, NodeId? node = null)
    {
        _node = node;
        Connection = connection;
        Side = side;
        _copyBuffers = copyBuffers ?? SessionBuffers.ForCopy;
    }

    private SessionsAhead Ahead { get; init; } = new();

    /// <summary>The settings that sessions are opened with.</summary>
    public ServerConnection Connection { get; }

    /// <summary>The side of the migration.</summary>
    public Side Side { get; }

    /// <summary>The answers that sessions with the ledger await, those that look at the server or hold its snapshot, and those that are
    /// being opened.</summary>
    public AnswerWatch Answers { get; private init; } = new(TimeProvider.System);

    /// <summary>The history of the server that sessions were opened in so far; unknown before the first.</summary>
    public ServerHistory History => _history.Followed;

    /// <summary>About the time of a round trip to the server: the shortest in which a session was made ready; zero before the
    /// first.</summary>
    public TimeSpan RoundTrip
    {
        get
        {
            lock (_gate)
                return _roundTrip ?? TimeSpan.Zero;
        }
    }

    /// <summary>Returns true when a promoted standby has since replaced the server of this session. Commits of such a session are lost, so
    /// the caller must not use it any more.</summary>
    public static bool HasEnded(NpgsqlConnection session) => HistoryGuard.HasEnded(session);

    /// <summary>Begins to open sessions that <see cref="OpenAsync(SessionPurpose, CancellationToken)"/> returns later. One that cannot be
    /// opened, or has ended by then, is opened anew.</summary>
    public void OpenAhead(IEnumerable<SessionPurpose> purposes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        foreach (var purpose in purposes)
            Ahead.Add(purpose, OpenNowAsync(purpose, cancellationToken));
    }

    /// <summary>Closes the sessions that were opened ahead and that nobody took.</summary>
    public ValueTask CloseAheadAsync() => Ahead.DisposeAsync();

    /// <summary>Opens a session with all settings pinned, or takes one that was opened ahead. Hosts are tried in order, or at random where
    /// <c>load_balance_hosts</c> asks for it, until one will do that continues the history followed so far (see
    /// <see cref="HistoryGuard"/>). Where none will, a <see cref="RefusedException"/> names every host with its cause and the remedy;
    /// <see cref="SqlStates.Classify"/> tells whether trying again can help.</summary>
    public async Task<NpgsqlConnection> OpenAsync(SessionPurpose purpose, CancellationToken cancellationToken) =>
        await Ahead.TakeAsync(purpose, cancellationToken).ConfigureAwait(false)
            ?? await OpenNowAsync(purpose, cancellationToken).ConfigureAwait(false);

    private async Task<NpgsqlConnection> OpenNowAsync(SessionPurpose purpose, CancellationToken cancellationToken)
    {
        await SurveyAsync(cancellationToken).ConfigureAwait(false);
        var failures = new List<ConnectFailure>();
        foreach (var (host, wanted) in Candidates())
        {
            try
            {
                return await OpenAsync(host, wanted, purpose, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(ConnectFailure.Of(Connection, host, e, wasThere: RoundTrip > TimeSpan.Zero));
                if (failures[^1].EndsTheSearch)
                    break;
            }
        }

        throw ConnectFailure.Refuse(Connection, failures);
    }

    /// <summary>Returns the same database, reached through the host that <paramref name="session"/> is connected to: what was exported
    /// there is not known elsewhere.</summary>
    internal Database PinnedTo(NpgsqlConnection session)
    {
        var host = Connection.Hosts.First(h => h.Endpoint == session.Host && h.Port == session.Port);
        return new Database(Connection.WithHost(host), Side, _copyBuffers, _node)
            { Ahead = Connection.Hosts.Count == 1 ? Ahead : new SessionsAhead(), Answers = Answers };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAheadAsync().ConfigureAwait(false);
        foreach (var source in _sources.Values)
            await source.DisposeAsync().ConfigureAwait(false);
        _sources.Clear();
    }

    private IEnumerable<(ServerHost Host, TargetSession Wanted)> Candidates()
    {
        var hosts = Connection.Hosts.ToArray();
        if (Connection.ShufflesHosts)
            RandomNumberGenerator.Shuffle<ServerHost>(hosts);
        if (Connection.TargetSession != TargetSession.PreferStandby)
            return hosts.Select(h => (h, Connection.TargetSession));
        return hosts.Select(h => (h, TargetSession.Standby)).Concat(hosts.Select(h => (h, TargetSession.Any)));
    }

    /// <summary>Asks all hosts once, before the first session. Of several hosts that take writes, the one of the latest timeline is the
    /// target: an old primary that came back is not.</summary>
    private Task SurveyAsync(CancellationToken cancellationToken)
    {
        if (Side == Side.Source || Connection.Hosts.Count == 1)
            return Task.CompletedTask;
        return (_survey ??= AskAllAsync()).WaitAsync(cancellationToken);
    }

    /// <summary>Asks the hosts in their order: where they are not of one origin, the first that answers is the one that is
    /// meant.</summary>
    private async Task AskAllAsync()
    {
        foreach (var host in Connection.Hosts)
            await AskAsync(host).ConfigureAwait(false);
    }

    private async Task AskAsync(ServerHost host)
    {
        try
        {
            await using var session = await OpenAsync(host, TargetSession.Any, SessionPurpose.Preflight, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception unreached)
            when (unreached is NpgsqlException or IOException or TimeoutException or UnwantedServerException or SocketException)
        {
        }
    }

    /// <summary>Opens a session. The timeouts to set depend on the server's version, which is unknown before the first connection; when
    /// that session lacked some of them and failed, this tries once more.</summary>
    private async Task<NpgsqlConnection> OpenAsync(
        ServerHost host, TargetSession wanted, SessionPurpose purpose, CancellationToken cancellationToken)
    {
        using var opening = Answers.Await(null);
        var (session, sent) = await ReachAsync(host, purpose, _startup.GetOrAdd(host, StartupSettings.Untried), cancellationToken)
            .ConfigureAwait(false);
        var known = _startup[host] = sent with { Major = session.PostgreSqlVersion.Major };
        try
        {
            session = await PrepareAsync(session, wanted, purpose, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ended) when (sent.IsLessThan(known) && ended is NpgsqlException or IOException)
        {
            (session, _) = await ReachAsync(host, purpose, known, cancellationToken).ConfigureAwait(false);
            session = await PrepareAsync(session, wanted, purpose, cancellationToken).ConfigureAwait(false);
        }

        opening.Answered();
        return session;
    }

    /// <summary>Connects without settings in the startup packet where the host refuses them; returns what was sent.</summary>
    private async Task<(NpgsqlConnection Session, StartupSettings Sent)> ReachAsync(
        ServerHost host, SessionPurpose purpose, StartupSettings startup, CancellationToken cancellationToken)
    {
        try
        {
            return (await ConnectAsync(SourceOf(host, purpose, startup), cancellationToken).ConfigureAwait(false), startup);
        }
        catch (PostgresException refusal) when (startup.MayBeCauseOf(refusal))
        {
            var without = startup with { Accepted = false };
            return (await ConnectAsync(SourceOf(host, purpose, without), cancellationToken).ConfigureAwait(false), without);
        }
    }

    private NpgsqlDataSource SourceOf(ServerHost host, SessionPurpose purpose, StartupSettings startup) => _sources.GetOrAdd(
        (host, purpose, startup),
        key => NpgsqlSessions.Source(Connection, key.Host, key.Purpose, key.Startup, BuffersOf(key.Purpose), _node));

    private async Task<NpgsqlConnection> PrepareAsync(
        NpgsqlConnection session, TargetSession wanted, SessionPurpose purpose, CancellationToken cancellationToken)
    {
        try
        {
            await SessionCheck.RequireAsync(session, wanted, cancellationToken).ConfigureAwait(false);
            var sent = Stopwatch.GetTimestamp();
            await _history.AdmitAsync(session, SessionSettings.Statement(Side, purpose), cancellationToken).ConfigureAwait(false);
            NoteRoundTrip(Stopwatch.GetElapsedTime(sent));
            if (purpose is SessionPurpose.Preflight or SessionPurpose.Catalog or SessionPurpose.Snapshot)
                Answers.Attend(session.ProcessID, () => session.FullState);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Measures the round trip once more, on an idle session.</summary>
    public async Task MeasureAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        await session.RunAsync("SELECT", cancellationToken).ConfigureAwait(false);
        NoteRoundTrip(Stopwatch.GetElapsedTime(sent));
    }

    private void NoteRoundTrip(TimeSpan elapsed)
    {
        lock (_gate)
            _roundTrip = _roundTrip is { } least && least < elapsed ? least : elapsed;
    }

    /// <summary>Connects. An attempt whose time was up because this process stood still, paused or on a machine that slept, says nothing
    /// about the server, and is made again. A busy machine may keep back some ticks of the time in which it did not.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            using var awake = new WakefulTime();
            try
            {
                return await ConnectOnceAsync(source, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException late) when (late.InnerException is TimeoutException && tries < ConnectTries
                && awake.Elapsed < 0.8 * Connection.ConnectTimeout)
            {
            }
        }
    }

    // Npgsql overlooks a cancellation that comes between the connect and its first read; then this stops waiting by itself.
    private static async Task<NpgsqlConnection> ConnectOnceAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connecting = source.OpenConnectionAsync(cancellationToken).AsTask();
        try
        {
            return await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!connecting.IsCompleted)
        {
            _ = connecting.ContinueWith(late => late.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private SessionBuffers BuffersOf(SessionPurpose purpose) => purpose == SessionPurpose.Copy ? _copyBuffers : SessionBuffers.Small;
}
