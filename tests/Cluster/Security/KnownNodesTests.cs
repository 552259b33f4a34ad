using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster.Security;
using ActorMigrate.TestServers;
using Akka.Event;

namespace ActorMigrate.Cluster.Tests.Security;

public sealed class KnownNodesTests : IDisposable
{
    private readonly X509Certificate2 member = NodeCertificate.Create(TimeProvider.System);
    private readonly X509Certificate2 stranger = NodeCertificate.Create(TimeProvider.System);
    private readonly ManualTime time = new();
    private readonly List<string> living = [];
    private Func<CancellationToken, Task<IReadOnlyCollection<string>>>? reading;
    private int reads;

    public KnownNodesTests()
    {
        living.Add(NodeCertificate.FingerprintOf(member));
    }

    [Fact]
    public void A_living_node_is_accepted_and_a_stranger_is_not()
    {
        var known = Known();

        Assert.True(Accepts(known, member));
        Assert.False(Accepts(known, stranger));
    }

    [Fact]
    public void A_peer_without_a_certificate_is_refused_without_asking_the_ledger()
    {
        Assert.False(Accepts(Known(), null));
        Assert.Equal(0, reads);
    }

    [Fact]
    public void A_chain_that_is_in_order_proves_nothing() =>
        Assert.False(Known().Accepts(stranger, null, "remote", SslPolicyErrors.None, NoLogger.Instance));

    [Fact]
    public void A_node_that_has_just_registered_is_known_at_once()
    {
        var known = Known();
        Assert.True(Accepts(known, member));
        time.Advance(TimeSpan.FromMilliseconds(100));

        living.Add(NodeCertificate.FingerprintOf(stranger));

        Assert.True(Accepts(known, stranger));
    }

    [Fact]
    public async Task A_node_that_dials_while_a_stranger_is_looked_up_is_not_judged_by_what_was_read_before_it_registered()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        reading = async _ =>
        {
            string[] then = [.. living];
            if (asked.TrySetResult())
                await answer.Task;
            return then;
        };
        var known = Known();
        using var late = NodeCertificate.Create(TimeProvider.System);
        var first = Task.Run(() => Accepts(known, stranger));
        await asked.Task;
        living.Add(NodeCertificate.FingerprintOf(late));
        time.Advance(TimeSpan.FromMilliseconds(1));

        var second = Task.Run(() => Accepts(known, late));
        time.Advance(TimeSpan.FromMilliseconds(1));
        answer.SetResult();

        Assert.False(await first);
        Assert.True(await second);
    }

    [Fact]
    public void A_node_whose_row_has_ended_is_refused_from_the_next_read_on()
    {
        var known = Known();
        Assert.True(Accepts(known, member));
        living.Clear();
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.False(Accepts(known, member));
    }

    [Fact]
    public void While_the_ledger_is_away_its_last_answer_holds()
    {
        var known = Known();
        Assert.True(Accepts(known, member));
        time.Advance(TimeSpan.FromMinutes(5));
        reading = _ => throw new IOException("The target is away.");

        Assert.True(Accepts(known, member));
        Assert.False(Accepts(known, stranger));
        time.Advance(TimeSpan.FromMinutes(5));
        reading = null;
        living.Clear();
        Assert.False(Accepts(known, member));
    }

    [Fact]
    public void A_ledger_that_was_never_reached_knows_nobody()
    {
        reading = _ => Task.FromException<IReadOnlyCollection<string>>(new TimeoutException());

        Assert.False(Accepts(Known(), member));
    }

    [Fact]
    public async Task A_ledger_that_hangs_holds_a_handshake_up_for_a_bounded_time()
    {
        var asked = new TaskCompletionSource();
        reading = async stop =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return [];
        };
        var known = Known();

        var answer = Task.Run(() => Accepts(known, member));
        await asked.Task;
        await time.FireAsync(answer);

        Assert.False(await answer);
    }

    [Fact]
    public async Task A_flood_of_strangers_shares_one_read()
    {
        var known = Known();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Accepts(known, stranger))));

        Assert.All(answers, Assert.False);
        Assert.Equal(1, reads);
    }

    public void Dispose()
    {
        member.Dispose();
        stranger.Dispose();
    }

    private static bool Accepts(KnownNodes known, X509Certificate2? certificate) =>
        known.Accepts(certificate, null, "remote", SslPolicyErrors.RemoteCertificateChainErrors, NoLogger.Instance);

    private KnownNodes Known() => new(
        stop =>
        {
            Interlocked.Increment(ref reads);
            return reading is { } other ? other(stop) : Task.FromResult<IReadOnlyCollection<string>>([.. living]);
        },
        time);
}
