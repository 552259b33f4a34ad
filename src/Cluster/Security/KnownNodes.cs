using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;

namespace ActorMigrate.Cluster.Security;

/// <summary>Decides whose connections a node accepts: those of certificates whose fingerprints stand in living rows of the ledger. So
/// whoever may write the control schema may join, and nobody else.</summary>
/// <param name="read">Reads the fingerprints of the living nodes.</param>
/// <param name="time">Local time, for the bounds below only.</param>
public sealed class KnownNodes(Func<CancellationToken, Task<IReadOnlyCollection<string>>> read, TimeProvider time)
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadsEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private IReadOnlyCollection<string> known = [];
    private long? readAt;

    /// <summary>Decides on one peer. Runs on the transport's thread at each handshake, before anything of the peer is read.</summary>
    public bool Accepts(X509Certificate2? certificate, X509Chain? chain, string remote, SslPolicyErrors errors, ILoggingAdapter log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (certificate is null)
            return false;
        var fingerprint = NodeCertificate.FingerprintOf(certificate);
        if (Living(fingerprint).Contains(fingerprint))
            return true;
        log.Warning("A connection with {0} was refused: its certificate {1} is that of no living node.", remote, fingerprint[..16]);
        return false;
    }

    /// <summary>The fingerprints as the ledger says them now. A ledger that does not answer leaves those that it said last; handshakes that
    /// come in a flood share one read.</summary>
    private IReadOnlyCollection<string> Living(string wanted)
    {
        lock (gate)
        {
            if (readAt is { } last && time.GetElapsedTime(last) < ReadsEvery && known.Contains(wanted))
                return known;
            if (readAt is { } recent && time.GetElapsedTime(recent) < ReadsEvery / 5)
                return known;
            try
            {
                using var bounded = new CancellationTokenSource(AnswersWithin, time);
                known = Task.Run(() => read(bounded.Token)).WaitAsync(AnswersWithin, time).GetAwaiter().GetResult();
            }
            catch (Exception away) when (away is not OutOfMemoryException)
            {
                // The last answer holds: nodes that know each other reconnect while the target is away.
            }

            readAt = time.GetTimestamp();
            return known;
        }
    }
}
