using System.Collections.Concurrent;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Keeps the sessions of finished copies for the next ones, because opening two for each of many small tables would cost
/// more than their rows. A session that saw a failure is never kept. Idle source sessions pin the source's xmin, so they are
/// closed as soon as nothing is left to copy.</summary>
public sealed class CopySessions(OpenSession openSource, OpenSession openTarget) : IAsyncDisposable
{
    private readonly ConcurrentBag<CopySession> idle = [];

    /// <summary>Returns a pair of sessions: the source's under the snapshot, the target's outside of a transaction. Tells
    /// <paramref name="moved"/> of both as soon as they are open.</summary>
    internal async Task<CopySession> RentAsync(IMoved? moved, CancellationToken cancellationToken)
    {
        while (idle.TryTake(out var kept))
        {
            if (!Database.HasEnded(kept.Target))
            {
                kept.TellOf(moved);
                return kept;
            }

            await kept.DisposeAsync();
        }

        var reading = openSource(SessionPurpose.Copy, cancellationToken);
        var writing = openTarget(SessionPurpose.Copy, cancellationToken);
        try
        {
            await Task.WhenAll(reading, writing);
            var session = new CopySession(await reading, await writing);
            session.TellOf(moved);
            await session.PassUnknownBytesAsync(cancellationToken);
            await TableReading.BeginAsync(session.Source, cancellationToken);
            return session;
        }
        catch
        {
            foreach (var opened in new[] { reading, writing }.Where(opened => opened.IsCompletedSuccessfully))
                await SessionEnd.AbandonAsync(await opened);
            throw;
        }
    }

    /// <summary>Keeps the sessions of a copy that went well, without a lock on the table that was
    /// read, unless they have served often.</summary>
    internal async Task ReturnAsync(CopySession session)
    {
        if (++session.Uses < KeptSessions.MostUsesUnderSnapshot && await TableReading.TryUnlockAsync(session.Source))
            idle.Add(session);
        else
            await session.DisposeAsync();
    }

    /// <summary>Closes the sessions of a copy that failed, and all idle ones: the same cause has usually ended those, too, and the next
    /// attempt must not use them.</summary>
    internal async Task GiveUpAsync(CopySession session)
    {
        await session.DisposeAsync();
        await CloseIdleAsync();
    }

    /// <summary>Closes what is idle now, all at the same time; sessions in use are not touched.</summary>
    public async Task CloseIdleAsync()
    {
        var closing = new List<Task>();
        while (idle.TryTake(out var session))
            closing.Add(session.DisposeAsync().AsTask());
        await Task.WhenAll(closing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseIdleAsync();
}

/// <summary>The two sessions of one copy.</summary>
internal sealed record CopySession(NpgsqlConnection Source, NpgsqlConnection Target) : IAsyncDisposable
{
    private const int BufferCount = 3;

    private IReadOnlyList<byte[]>? buffers;

    /// <summary>The number of copies that these sessions have served.</summary>
    public int Uses { get; set; }

    /// <summary>Returns the memory through which its copies pass, one after the other: to ask for new memory costs more than to copy a
    /// small table. A copy that failed may still hold on to it, and its sessions serve no other.</summary>
    public IReadOnlyList<byte[]> Buffers(int bytes) =>
        buffers ??= [.. Enumerable.Range(0, BufferCount).Select(_ => GC.AllocateUninitializedArray<byte>(bytes))];

    /// <summary>The encoding of the target's database.</summary>
    public string TargetEncoding => EncodingOf(Target);

    /// <summary>Says which backends work for an attempt.</summary>
    public void TellOf(IMoved? moved)
    {
        moved?.Uses(Side.Source, Source.ProcessID);
        moved?.Uses(Side.Target, Target.ProcessID);
    }

    /// <summary>Sets the client encoding of each session to its own database's encoding when the source's encoding is SQL_ASCII. The bytes
    /// of such a database may be in any encoding, and UTF-8, the usual client encoding, would refuse some of them. Then no server converts
    /// anything, and a target with an encoding checks the bytes against it. (Were the target's session to speak SQL_ASCII, too, COPY's text
    /// format would store bytes unchecked.) Texts of another source arrive in a target of SQL_ASCII as UTF-8, as its names do.</summary>
    public async Task PassUnknownBytesAsync(CancellationToken cancellationToken)
    {
        if (EncodingOf(Source) != DatabaseEncoding.SqlAscii)
            return;
        foreach (var session in new[] { Source, Target })
        {
            await using var command = new NpgsqlCommand($"SET client_encoding = {Literal.Quote(EncodingOf(session))}", session);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(SessionEnd.AbandonAsync(Target), SessionEnd.AbandonAsync(Source));

    private static string EncodingOf(NpgsqlConnection session) => session.PostgresParameters["server_encoding"];
}
