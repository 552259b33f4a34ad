using ActorMigrate.Bench;
using ActorMigrate.Migration.Failures;

try
{
    var options = Options.Parse(args);
    var workloads = Workload.Choose(options);
    var results = new List<Result>();
    foreach (var workload in workloads)
    {
        foreach (var scale in options.Scales)
        {
            results.AddRange(await MeasureAsync(workload, scale, options));
            Results.Write(results, Servers.Settings(options), options.Folder);
        }
    }

    return 0;
}
catch (Exception failure) when (failure is UsageException or FailedException or RefusedException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

// All contenders in turn, round by round, so that the machine's other load meets them alike.
static async Task<IReadOnlyList<Result>> MeasureAsync(Workload workload, double scale, Options options)
{
    var contenders = Contender.Choose(workload, options);
    await using var source = await Servers.StartAsync(options);
    await using var leftovers = new Leftovers();
    await Shell.RunAsync("""psql -X -q -d "$DATABASE" -c 'CREATE DATABASE workload'""", new() { ["DATABASE"] = source.Uri });
    var objects = await workload.MakeAsync(source.UriOf("workload"), scale);
    var contents = await Measurement.ContentsAsync(options, source.UriOf("workload"));
    var measurement = new Measurement(options, workload, source, contents, leftovers);
    var statements = new Dictionary<Contender, long>();
    foreach (var contender in contenders)
        statements[contender] = (await measurement.RunAsync(contender, counts: true)).Statements;
    var rounds = contenders.ToDictionary(contender => contender, _ => new List<Measured>());
    for (var round = 0; round < options.Repeat; round++)
    {
        foreach (var contender in contenders)
            rounds[contender].Add((await measurement.RunAsync(contender, counts: false)).Measured);
    }

    var load = File.ReadAllText("/proc/loadavg").Split(' ')[2];
    var results = contenders.Select(
        contender => new Result(workload.Name, scale, objects, contender.Name, rounds[contender], statements[contender], load)).ToList();
    Results.Print(results);
    return results;
}
