using ActorMigrate.Cluster;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using Akka.Configuration;

namespace ActorMigrate.Host.Settings;

/// <summary>Reads the layers of settings into typed, checked records: reference, file, environment,
/// flags, the later over the earlier.</summary>
internal sealed partial class SettingsReader
{
    // More copies at a time gain little and load the servers.
    private const int MostAutomaticSlots = 8;
    private const int AutomaticIndexSlots = 2;

    private readonly IReadOnlyList<ISettingLayer> _upwards;
    private readonly Problems _problems = new();

    private SettingsReader(IReadOnlyList<ISettingLayer> upwards) => _upwards = upwards;

    /// <summary>Returns the settings of a run.</summary>
    /// <param name="flags">The command line's settings by key.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="file">The file of <c>--config</c>, or null.</param>
    /// <param name="processors">The number of processors, for slots left to the tool.</param>
    /// <param name="needsTarget">The command connects to a target.</param>
    /// <param name="needsSource">The command cannot do without a source.</param>
    /// <exception cref="RefusedException">Something is wrong; the message says all of it.</exception>
    public static RunSettings Read(
        IReadOnlyDictionary<string, IReadOnlyList<string>> flags, IReadOnlyDictionary<string, string> environment, string? file,
        int processors, bool needsTarget = true,
        bool needsSource = true)
    {
        var reference = Reference.Layer;
        var own = file is null ? null : HoconLayer.Load(file);
        var reader = new SettingsReader(own is null
            ? [reference, new EnvironmentLayer(environment), new FlagLayer(flags)]
            : [reference, own, new EnvironmentLayer(environment), new FlagLayer(flags)]);
        var system = own is null ? reference.Config : own.Config.WithFallback(reference.Config);
        return reader.ReadRun(system, processors, needsTarget, needsSource);
    }

    private RunSettings ReadRun(Config system, int processors, bool needsTarget, bool needsSource)
    {
        foreach (var layer in _upwards)
            layer.ReportUnknown(_problems);
        var settings = new RunSettings
        {
            Source = needsSource ? Connection(KnownSettings.Source) : new ConnectionText(Optional(KnownSettings.Source) ?? ""),
            Target = needsTarget ? Connection(KnownSettings.Target) : new ConnectionText(""),
            Options = ReadOptions(processors),
            NodeName = Optional(KnownSettings.NodeName),
            Listen = ReadListen(),
            ReportPath = Optional(KnownSettings.Report),
            Notify = ReadNotify(),
            Dashboard = ReadDashboard(),
            Progress = One(KnownSettings.Progress),
            LogLevel = One(KnownSettings.Logging),
            LogFormat = One(KnownSettings.LogFormat),
            ActorSystem = (system.GetConfig("akka") ?? Config.Empty).Root!.AtKey("akka"),
        };
        ThrowIfAnything();
        return settings;
    }

    private ListenAddress ReadListen()
    {
        var (listen, advertise) = (Optional(KnownSettings.Listen), Optional(KnownSettings.Advertise));
        if (advertise is not null && listen is null)
            _problems.Add(
                $"advertise (from {Find(KnownSettings.Advertise).Origin}) is given, but listen is not: other nodes reach "
                    + "this node only where it listens");
        if (listen is null || ValueReaders.SplitHost(listen) is not var (host, port))
            return ListenAddress.Loopback;
        var known = advertise is null ? null : ValueReaders.SplitHost(advertise);
        if (known is null && System.Net.IPAddress.TryParse(host, out var address)
            && (address.Equals(System.Net.IPAddress.Any) || address.Equals(System.Net.IPAddress.IPv6Any)))
            _problems.Add(
                $"listen (from {Find(KnownSettings.Listen).Origin}) stands for every address of this machine; name "
                    + "the one by which other nodes reach it with advertise");
        return new ListenAddress(host, port)
            { AdvertisedHost = known?.Host, AdvertisedPort = known?.Port is > 0 and var other ? other : null };
    }

    private MigrationOptions ReadOptions(int processors) => new()
    {
        Scope = ReadScope(),
        Existing = ReadExisting(),
        UseUnloggedTables = One(KnownSettings.UseUnloggedTables),
        AllowOlderTarget = One(KnownSettings.AllowOlderTarget),
        Owners = !One(KnownSettings.NoOwner),
        Privileges = !One(KnownSettings.NoPrivileges),
        Analyze = !One(KnownSettings.NoAnalyze),
        Content = ReadContent(),
        OnObjectError = One(KnownSettings.ObjectErrors),
        RoleMap = Pairs(KnownSettings.RoleMap),
        Roles = One(KnownSettings.Roles),
        DatabaseSettings = One(KnownSettings.DatabaseSettings),
        SkippedKinds = ReadSkippedKinds(),
        KeepControl = One(KnownSettings.KeepControl),
        Validation = new ValidationOptions(One(KnownSettings.Validate), One(KnownSettings.ChecksumSize))
            { RedactValues = One(KnownSettings.RedactValues) },
        Plan = new PlanOptions
        {
            PartitionThreshold = One(KnownSettings.Threshold),
            MaxPartitions = One(KnownSettings.MaxPartitions),
            ChunkSize = One(KnownSettings.ChunkSize),
            PartitionBy = One(KnownSettings.PartitionStrategy),
        },
        Shared = ReadShared(),
        Node = ReadNode(One(KnownSettings.Slots), processors),
    };

    private MigrationScope ReadScope()
    {
        var scope = new MigrationScope
        {
            SourceSchema = Optional(KnownSettings.SourceSchema),
            TargetSchema = Optional(KnownSettings.TargetSchema),
            SchemaMap = Pairs(KnownSettings.MapSchema),
            IncludeTables = Find(KnownSettings.IncludeTables).Texts,
            ExcludeTables = Find(KnownSettings.ExcludeTables).Texts,
        };
        if (scope is { TargetSchema: not null, SourceSchema: null })
            _problems.Add(
                $"target-schema (from {Find(KnownSettings.TargetSchema).Origin}) renames one schema, but source-schema does not name it");
        if (scope is { TargetSchema: not null, SchemaMap.Count: > 0 })
            _problems.Add(
                $"target-schema (from {Find(KnownSettings.TargetSchema).Origin}) and map-schema (from "
                    + $"{Find(KnownSettings.MapSchema).Origin}) exclude each other; map-schema can rename that schema, too");
        return scope;
    }

    /// <summary>Returns the items <c>old=new</c> of a list; the first equals sign parts them.</summary>
    private Dictionary<string, string> Pairs(Setting<string> setting)
    {
        var (texts, origin) = Find(setting);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } old, { Length: > 0 } renamed])
                _problems.Add($"{setting.Name} has '{text}' (from {origin}), but takes pairs such as old=new");
            else if (!pairs.TryAdd(old, renamed))
                _problems.Add($"{setting.Name} (from {origin}) names {old} twice");
        }

        return pairs;
    }

    private MigrationContent ReadContent()
    {
        RefuseBoth(KnownSettings.SchemaOnly, KnownSettings.DataOnly);
        // These options would empty tables without filling them, or drop tables without making them again.
        RefuseBoth(KnownSettings.SchemaOnly, KnownSettings.TruncateExistingTables);
        RefuseBoth(KnownSettings.DataOnly, KnownSettings.DropExistingTables);
        return One(KnownSettings.SchemaOnly)
            ? MigrationContent.SchemaOnly
            : One(KnownSettings.DataOnly) ? MigrationContent.DataOnly
            : MigrationContent.Everything;
    }

    private void RefuseBoth(Setting<bool> one, Setting<bool> other)
    {
        if (One(one) && One(other))
            _problems.Add(
                $"{one.Name} (from {Find(one).Origin}) and {other.Name} (from {Find(other).Origin}) exclude each other; keep one of them");
    }

    private List<string> ReadSkippedKinds()
    {
        var (texts, origin) = Find(KnownSettings.Skip);
        var kinds = new List<string>(One(KnownSettings.SkipExtensions) ? [ObjectKinds.Extension] : []);
        foreach (var text in texts)
        {
            if (ObjectKinds.Find(text) is { } kind)
                kinds.Add(kind);
            else
                _problems.Add($"skip has '{text}' (from {origin}), which is not a kind of object that can be left out{Meant(text)}");
        }

        return [.. kinds.Distinct()];
    }

    private static string Meant(string word) => Spelling.Nearest(word, ObjectKinds.Skippable) is { } near
        ? $"; did you mean {near}?"
        : $"; known kinds are {string.Join(", ", ObjectKinds.Skippable)}";

    private ExistingTables ReadExisting()
    {
        var drop = One(KnownSettings.DropExistingTables);
        var truncate = One(KnownSettings.TruncateExistingTables);
        RefuseBoth(KnownSettings.DropExistingTables, KnownSettings.TruncateExistingTables);
        return drop ? ExistingTables.Drop : truncate ? ExistingTables.Truncate : ExistingTables.Refuse;
    }

    private SharedOptions ReadShared()
    {
        var shared = new SharedOptions
        {
            HeartbeatInterval = One(KnownSettings.HeartbeatInterval),
            Lease = One(KnownSettings.Lease),
            IndexMemoryBytes = One(KnownSettings.IndexMemory),
            SplitBytes = One(KnownSettings.SplitSize),
            MaxRate = One(KnownSettings.MaxRate) is > 0 and var rate ? rate : null,
            Retry = ReadRetry(),
        };
        // A value that could not be read is zero, and has its message.
        if (shared.Lease > TimeSpan.Zero && shared.Lease < shared.HeartbeatInterval * 3)
        {
            _problems.Add($"lease (from {Find(KnownSettings.Lease).Origin}) is shorter than three times " +
                $"heartbeat-interval (from {Find(KnownSettings.HeartbeatInterval).Origin})");
        }

        return shared;
    }

    private NodeOptions ReadNode(int? slots, int processors) => new()
    {
        CopySlots = slots == 0 ? 0 : One(KnownSettings.CopySlots) ?? slots ?? Math.Clamp(processors, 2, MostAutomaticSlots),
        FarCopySlots = (slots ?? One(KnownSettings.CopySlots)) is null ? MostAutomaticSlots : null,
        IndexSlots = slots == 0 ? 0 : One(KnownSettings.IndexSlots) ?? AutomaticIndexSlots,
        FarIndexSlots = slots != 0 && One(KnownSettings.IndexSlots) is null ? 2 * AutomaticIndexSlots : null,
        PollInterval = One(KnownSettings.PollInterval),
        StallTimeout = One(KnownSettings.StallTimeout),
        CopyBufferBytes = (int)One(KnownSettings.CopyBuffer),
        MaxRate = One(KnownSettings.NodeMaxRate) is > 0 and var rate ? rate : null,
    };

    private RetryOptions ReadRetry()
    {
        var retry = new RetryOptions
        {
            MaxAttempts = One(KnownSettings.MaxAttempts),
            AttemptsPerNode = One(KnownSettings.AttemptsPerNode),
            MaxAdoptions = One(KnownSettings.MaxAdoptions),
            MinBackoff = One(KnownSettings.MinBackoff),
            MaxBackoff = One(KnownSettings.MaxBackoff),
            Jitter = One(KnownSettings.Jitter),
        };
        if (retry.MaxBackoff > TimeSpan.Zero && retry.MaxBackoff < retry.MinBackoff)
        {
            _problems.Add($"max-backoff (from {Find(KnownSettings.MaxBackoff).Origin}) is shorter than " +
                $"min-backoff (from {Find(KnownSettings.MinBackoff).Origin})");
        }

        return retry;
    }

    private ConnectionText Connection(Setting<string> setting)
    {
        var text = One(setting);
        if (string.IsNullOrWhiteSpace(text))
            _problems.Add(
                $"no {setting.Name} is given; name it with {setting.Flag} URI, {setting.Variable} or {setting.FullKey} in a file");
        return new ConnectionText(text ?? "");
    }

    private string? Optional(Setting<string> setting) => One(setting) is { Length: > 0 } text ? text : null;

    private T One<T>(Setting<T> setting)
    {
        var (texts, origin) = Find(setting);
        if (texts.Count == 0)
            return default!;
        if (texts.Count == 1 && setting.TryRead(texts[0], out var value))
            return value;
        var shown = setting.Shape == SettingShape.Secret ? "***" : string.Join("', '", texts);
        _problems.Add($"{setting.Name} is '{shown}' (from {origin}), but must be {setting.Allowed}");
        return default!;
    }

    private GivenValue Find(Setting setting)
    {
        for (var i = _upwards.Count - 1; i >= 0; i--)
        {
            if (_upwards[i].Find(setting, _problems) is { } given)
                return given;
        }

        throw new InvalidOperationException($"reference.conf lacks {setting.FullKey}");
    }

    private void ThrowIfAnything()
    {
        if (_problems.Messages is not { Count: > 0 } messages)
            return;
        var text = messages.Count == 1
            ? "A setting is wrong: " + messages[0]
            : $"{messages.Count} settings are wrong:\n" + string.Join('\n', messages.Select(message => "  - " + message));
        throw new RefusedException(
            Outcome.BadUsage, text, "actormigrate COMMAND --help lists the flags of a command, docs/cli.md every setting.");
    }
}
