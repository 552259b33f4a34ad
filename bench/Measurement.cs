using System.Diagnostics;
using System.Globalization;
using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.Bench;

/// <summary>What one copy took.</summary>
internal sealed record Measured(double Seconds, double ProgramCpu, double SourceCpu, double TargetCpu, long PeakMemory);

/// <summary>Lets a contender copy the source once, into a server that is made for it, and compares what arrived.</summary>
internal sealed class Measurement(Options options, Workload workload, LocalServer source, string contents, Leftovers leftovers)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private const string Jobs = "BENCH_JOBS";

    /// <summary>One copy, and the statements that the target was sent where
    /// <paramref name="counts"/> asks for them, which costs time.</summary>
    public async Task<(Measured Measured, long Statements)> RunAsync(Contender contender, bool counts)
    {
        var target = await Servers.StartAsync(options, counts);
        var work = Directory.CreateTempSubdirectory("bench-");
        try
        {
            return await RunAsync(contender, target, work.FullName, counts);
        }
        finally
        {
            await leftovers.KeepAsync(target, work);
        }
    }

    private async Task<(Measured Measured, long Statements)> RunAsync(Contender contender, LocalServer target, string work, bool counts)
    {
        await Shell.RunAsync("""psql -X -q -d "$DATABASE" -c 'CREATE DATABASE copy' -c CHECKPOINT; psql -X -q -d "$SOURCE" -c CHECKPOINT""",
            new() { ["DATABASE"] = target.Uri, ["SOURCE"] = source.Uri });
        var measured = await CopyAsync(contender, target, work);
        var statements = counts ? Servers.Statements(target) : 0;
        await CompareAsync(contender, target);
        return (measured, statements);
    }

    public static Task<string> ContentsAsync(Options options, string uri) =>
        Shell.RunAsync(File.ReadAllText(Path.Combine(options.Root, "bench", "contents.sh")), new() { ["DATABASE"] = uri });

    private async Task<Measured> CopyAsync(Contender contender, LocalServer target, string work)
    {
        var roundTrip = options.RoundTrip ?? workload.RoundTrip;
        using var near = Latency.Start(roundTrip, source.Port);
        using var far = Latency.Start(roundTrip, target.Port);
        var before = (Source: ProcessTree.ServerSeconds(source.Pid), Target: ProcessTree.ServerSeconds(target.Pid));
        var start = Stopwatch.GetTimestamp();
        using var process = Shell.Start(
            """TIMEFORMAT='%U %S'; { time bash -eu -o pipefail "$SCRIPT" >"$WORK/log" 2>&1; } 2>"$WORK/time" || { tail -n 20 "$WORK/log" >&2; exit 1; }""",
            new()
            {
                ["SCRIPT"] = contender.Script,
                ["PROGRAM"] = contender.Program,
                ["WORK"] = work,
                ["DISTANT"] = roundTrip > TimeSpan.Zero ? "yes" : "",
                ["SOURCE"] = near.Reach(source.UriOf("workload"), source.Port),
                ["TARGET"] = far.Reach(target.UriOf("copy"), target.Port),
                ["JOBS"] = Environment.GetEnvironmentVariable(Jobs)
                    ?? Math.Max(2, Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture),
            });
        var ended = Shell.OutputAsync(process, $"{contender.Name} with {workload.Name}");
        var peak = 0L;
        while (await Task.WhenAny(ended, Task.Delay(Look)) != ended)
            peak = Math.Max(peak, ProcessTree.Memory(process.Id));
        await ended;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var own = Path.Combine(work, "seconds");
        return new Measured(
            // A contender whose whole run is not to be compared says which seconds are.
            File.Exists(own) ? double.Parse(File.ReadAllText(own), CultureInfo.InvariantCulture) : seconds,
            File.ReadAllText(Path.Combine(work, "time")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Sum(text => double.Parse(text, CultureInfo.InvariantCulture)),
            ProcessTree.ServerSeconds(source.Pid) - before.Source,
            ProcessTree.ServerSeconds(target.Pid) - before.Target,
            peak);
    }

    private async Task CompareAsync(Contender contender, LocalServer target)
    {
        var arrived = await ContentsAsync(options, target.UriOf("copy"));
        if (arrived == contents)
            return;
        var lines = contents.Split('\n').Except(arrived.Split('\n')).Select(line => "- " + line)
            .Concat(arrived.Split('\n').Except(contents.Split('\n')).Select(line => "+ " + line)).Take(10);
        var message = $"{contender.Name} has made another database of {workload.Name}:\n{string.Join('\n', lines)}";
        // A peer's copy that differs is a fact about the peer.
        if (contender.Program.EndsWith(".dll", StringComparison.Ordinal))
            throw new FailedException(message);
        Console.Error.WriteLine(message);
    }
}
