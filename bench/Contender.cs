namespace ActorMigrate.Bench;

/// <summary>What copies a database: a script of bench/contenders, and the program that it runs
/// where that is a build of ActorMigrate.</summary>
internal sealed record Contender(string Name, string Script, string Program)
{
    public static IReadOnlyList<Contender> Choose(Workload workload, Options options)
    {
        if (workload.Contenders.Count > 0)
            return [.. workload.Contenders.Select(name => new Contender(name, ScriptOf(options, name), options.Program))];
        return [new Contender("actormigrate", ScriptOf(options, "actormigrate"), options.Program),
            .. options.Against.SelectMany(name => Peers(name, options)).DistinctBy(peer => peer.Name)];
    }

    private static IEnumerable<Contender> Peers(string name, Options options)
    {
        if (name.Split('=', 2) is [var build, var file])
            return [new Contender(build, ScriptOf(options, "actormigrate"), Path.GetFullPath(file))];
        // Each peer in all its configurations, pg_dump and pg_dump-parallel, unless one is named.
        var scripts = Directory.GetFiles(Path.Combine(options.Root, "bench", "contenders"), name + "*.sh");
        if (scripts.Length == 0)
            throw new UsageException($"There is no script bench/contenders/{name}.sh.");
        var peer = name.Split('-')[0];
        var program = peer == "pgcopydb" ? Environment.GetEnvironmentVariable("PGCOPYDB") ?? peer : peer;
        if (Shell.Finds(program))
            return scripts.Order(StringComparer.Ordinal)
                .Select(script => new Contender(Path.GetFileNameWithoutExtension(script), script, program));
        Console.Error.WriteLine($"{program} is not installed and left out.");
        return [];
    }

    private static string ScriptOf(Options options, string name) => Path.Combine(options.Root, "bench", "contenders", name + ".sh");
}
