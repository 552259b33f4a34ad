using System.Net;
using System.Net.Sockets;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Serves the dashboard of one process. Nothing of the web server is loaded before it is started. Disposing ends it.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private static readonly TimeSpan TellsEndWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosesWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AsksEvery = TimeSpan.FromSeconds(2);

    private readonly WebApplication _web;
    private readonly DashboardState _state;
    private readonly DashboardFeed _feed;
    private readonly DashboardStreams _streams;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping;

    private DashboardServer(WebApplication web, DashboardState state, DashboardFeed feed, DashboardStreams streams, TimeProvider time,
        CancellationTokenSource stopping, string url, bool tellsToken, bool isReadable)
    {
        (_web, _state, _feed, _streams, _time, _stopping) = (web, state, feed, streams, time, stopping);
        Words = $"Dashboard: {url}" + (tellsToken ? "" : " (with its token: open it once as …/?token=TOKEN)")
            + (isReadable ? " (plain HTTP: others on the way can read the token; see --dashboard-certificate-file)" : "");
    }

    /// <summary>The line that tells the address of the page; with the token where that was made here.</summary>
    public string Words { get; }

    /// <summary>Starts to listen. Throws <see cref="RefusedException"/> where the address cannot be listened at or the token is no
    /// good.</summary>
    public static async Task<DashboardServer> StartAsync(DashboardServices services, CancellationToken cancellationToken)
    {
        var options = services.Options;
        var at = await DashboardAddressing.FindAsync(options.Address ?? Settings.DashboardAddress.Loopback, cancellationToken)
            .ConfigureAwait(false);
        var certificate = DashboardCertificate.Read(options);
        var isLoopback = IPAddress.IsLoopback(at.Address);
        var given = DashboardTokens.Reveal(options.Token);
        var token = given ?? (isLoopback && !options.AllowsControl ? null : AccessRules.NewToken());
        var state = new DashboardState(new DashboardProcess(services.Node, options.AllowsControl), services.Time);
        var feed = new DashboardFeed(services.Watch, state, services.Time);
        var streams = new DashboardStreams(services.Time);
        var stopping = new CancellationTokenSource();
        DashboardRequests? requests = null;
        var web = Build(at, certificate, context => requests is { } ready ? ready.AnswerAsync(context) : Task.CompletedTask);
        try
        {
            await web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new RefusedException(
                $"The dashboard cannot listen at {at}: {taken.GetBaseException().Message}.",
                "Give an address of this machine and a free port with --dashboard ADDRESS[:PORT]; without a port, any free one is taken.",
                taken);
        }

        var url = DashboardAddressing.UrlOf(new IPEndPoint(at.Address, PortOf(web)), isEncrypted: certificate is not null);
        requests = new DashboardRequests(services, state, feed, streams, new AccessRules(token, isLoopback),
            FormattableString.Invariant($"actormigrate-{PortOf(web)}"), stopping.Token);
        return new DashboardServer(web, state, feed, streams, services.Time, stopping,
            given is null && token is not null ? $"{url}?token={token}" : url, given is null,
            isReadable: certificate is null && !isLoopback);
    }

    /// <summary>Returns a sink that keeps the notices of a run for the page.</summary>
    public IProgressSink Watch(IProgressSink next) => new NoticeSink(next, _state);

    /// <summary>Reads the ledger until that succeeds once, and tells each reason why it does not, with the remedy.</summary>
    public async Task AwaitTargetAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        string? told = null;
        for (; ; await Task.Delay(AsksEvery, _time, cancellationToken).ConfigureAwait(false))
        {
            await _feed.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (_state.Problem is not { } problem)
                break;
            if (problem != told)
                tell($"Waiting for the target: {problem}");
            told = problem;
        }

        if (told is not null)
            tell("The target answers.");
        if (_state.Seen is null)
            tell("The target holds no migration; the page shows one as soon as it has begun.");
    }

    /// <summary>Brings the pages up to date and tells them how the process ended.</summary>
    public async Task EndAsync(Outcome outcome, string message, string? nextStep)
    {
        using var late = new CancellationTokenSource(TellsEndWithin, _time);
        await _feed.RefreshAsync(_stopping.Token).WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state.End(new DashboardEnd(outcome.ToString(), message, nextStep));
        await _streams.EndAsync(late.Token).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _streams.Abort();
        await CloseAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        await _feed.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Requests that are being answered get a moment.</summary>
    private async Task CloseAsync()
    {
        using var late = new CancellationTokenSource(ClosesWithin, _time);
        await _web.StopAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static WebApplication Build(IPEndPoint at, DashboardCertificate? certificate, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.MaxRequestBodySize = DashboardRequests.MostBytesOfDirective;
            kestrel.Listen(at, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(
                        https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate.Own, certificate.Issuers));
            });
        });
        var web = builder.Build();
        web.Run(answer);
        return web;
    }

    private static int PortOf(WebApplication web) =>
        new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
