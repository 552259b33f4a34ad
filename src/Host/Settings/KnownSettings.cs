using ActorMigrate.Migration.Options;
using Microsoft.Extensions.Logging;
using static ActorMigrate.Host.Settings.SettingForms;

namespace ActorMigrate.Host.Settings;

/// <summary>All settings. Their defaults and descriptions are in <c>hocon/reference.conf</c>. Settings of notifications and of the
/// dashboard are defined in <see cref="NotifySettings"/> and <see cref="DashboardSettings"/>.</summary>
public static class KnownSettings
{
    private const long MiB = 1024 * 1024;

    /// <summary>The source's connection text.</summary>
    public static readonly Setting<string> Source =
        new("source", SettingShape.Secret, "a libpq URI or key=value string", ValueReaders.Text, HasFlag: true);

    /// <summary>The target's connection text.</summary>
    public static readonly Setting<string> Target =
        new("target", SettingShape.Secret, "a libpq URI or key=value string", ValueReaders.Text, HasFlag: true);

    /// <summary>The one schema to migrate; empty for all.</summary>
    public static readonly Setting<string> SourceSchema = Text("scope.source-schema", "the name of a schema");

    /// <summary>The schema's name in the target; empty keeps it.</summary>
    public static readonly Setting<string> TargetSchema = Text("scope.target-schema", "a name");

    /// <summary>Schemas that go by another name in the target.</summary>
    public static readonly Setting<string> MapSchema = List("scope.map-schema", "pairs OLD=NEW of schemas");

    /// <summary>Patterns of tables to take.</summary>
    public static readonly Setting<string> IncludeTables = List("scope.include-tables", "patterns of table or schema.table");

    /// <summary>Patterns of tables to leave out.</summary>
    public static readonly Setting<string> ExcludeTables = List("scope.exclude-tables", "patterns of table or schema.table");

    /// <summary>Drop what exists.</summary>
    public static readonly Setting<bool> DropExistingTables = Switch("drop-existing-tables");

    /// <summary>Empty what exists.</summary>
    public static readonly Setting<bool> TruncateExistingTables = Switch("truncate-existing-tables");

    /// <summary>Create tables UNLOGGED.</summary>
    public static readonly Setting<bool> UseUnloggedTables = Switch("use-unlogged-tables");

    /// <summary>Leave owners out.</summary>
    public static readonly Setting<bool> NoOwner = Switch("no-owner");

    /// <summary>Leave privileges out.</summary>
    public static readonly Setting<bool> NoPrivileges = Switch("no-privileges");

    /// <summary>Gather no statistics.</summary>
    public static readonly Setting<bool> NoAnalyze = Switch("no-analyze");

    /// <summary>Objects without rows.</summary>
    public static readonly Setting<bool> SchemaOnly = Switch("schema-only");

    /// <summary>Rows into tables that are there.</summary>
    public static readonly Setting<bool> DataOnly = Switch("data-only");

    /// <summary>The consequence of an object that cannot be made.</summary>
    public static readonly Setting<OnObjectError> ObjectErrors = OneOf("on-object-error", true, OnObjectError.Continue, OnObjectError.Stop);

    /// <summary>Roles that go by another name in the target.</summary>
    public static readonly Setting<string> RoleMap = List("role-map", "pairs OLD=NEW of roles");

    /// <summary>Make roles and memberships.</summary>
    public static readonly Setting<bool> Roles = Switch("roles");

    /// <summary>Carry over what is said of the database itself.</summary>
    public static readonly Setting<bool> DatabaseSettings = Switch("database-settings");

    /// <summary>Leave extensions out.</summary>
    public static readonly Setting<bool> SkipExtensions = Switch("skip-extensions");

    /// <summary>Kinds of objects to leave out.</summary>
    public static readonly Setting<string> Skip = List("skip", "kinds of objects");

    /// <summary>Accept an older target.</summary>
    public static readonly Setting<bool> AllowOlderTarget = Switch("allow-older-target");

    /// <summary>Keep the control schema.</summary>
    public static readonly Setting<bool> KeepControl = Switch("keep-control");

    /// <summary>The depth of validation.</summary>
    public static readonly Setting<ValidationDepth> Validate =
        OneOf("validate", true, ValidationDepth.Counts, ValidationDepth.Checksums, ValidationDepth.Full);

    /// <summary>Up to which size a table is checksummed.</summary>
    public static readonly Setting<long> ChecksumSize =
        new("checksum-size", SettingShape.Single, "0, or a size with a unit, such as 1GB, up to 1 PiB",
            ValueReaders.Bytes(0, 1024L * 1024 * 1024 * MiB), HasFlag: true);

    /// <summary>Report rows that differ without their values.</summary>
    public static readonly Setting<bool> RedactValues = Switch("redact-values");

    /// <summary>The way in which large tables are split.</summary>
    public static readonly Setting<PartitionBy> PartitionStrategy =
        OneOf("plan.partition-by", true, PartitionBy.Auto, PartitionBy.Ctid, PartitionBy.Ntile, PartitionBy.Keyset);

    /// <summary>From which size tables are split.</summary>
    public static readonly Setting<PartitionThreshold> Threshold =
        new("plan.partition-threshold", SettingShape.Single, "auto, a number of rows from 1, or bytes with a unit such as 2 GB",
            ValueReaders.Threshold, HasFlag: true);

    /// <summary>The most partitions of one table.</summary>
    public static readonly Setting<int> MaxPartitions = Integer("plan.max-partitions", 2, 256, hasFlag: true);

    /// <summary>Rows of a keyset chunk.</summary>
    public static readonly Setting<int> ChunkSize = Integer("plan.chunk-size", 100, 500_000, hasFlag: true);

    /// <summary>The name that the node goes by; empty for one of its host and process.</summary>
    public static readonly Setting<string> NodeName = Text("node-name", "a name");

    /// <summary>The address at which the node listens for others; empty for this machine alone.</summary>
    public static readonly Setting<string> Listen = new(
        "node.listen", SettingShape.Single, "an address, or address:port, such as 10.0.0.5, [fd00::5]:7000 or db1.example.com:7000",
        ValueReaders.HostAndPort, HasFlag: true);

    /// <summary>The address by which others reach the node, where it is not the one at which it listens.</summary>
    public static readonly Setting<string> Advertise = new(
        "node.advertise", SettingShape.Single, "a name or address, or one with a port, such as db1.example.com:7000",
        ValueReaders.HostAndPort, HasFlag: true);

    /// <summary>Copies at a time, and whether the node works at all; null for as many as the processors suggest.</summary>
    public static readonly Setting<int?> Slots = IntegerOrAuto("node.slots", 0, 64);

    /// <summary>Copies at a time; null for as many as there are slots.</summary>
    public static readonly Setting<int?> CopySlots = IntegerOrAuto("node.copy-slots", 1, 64);

    /// <summary>Finishing tasks at a time; null for as many as suit the distance of the servers.</summary>
    public static readonly Setting<int?> IndexSlots = IntegerOrAuto("node.index-slots", 1, 64);

    /// <summary>The wait between a node's offers.</summary>
    public static readonly Setting<TimeSpan> PollInterval =
        Duration("node.poll-interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1), "10 ms to 1 s");

    /// <summary>Between two heartbeats of a node.</summary>
    public static readonly Setting<TimeSpan> HeartbeatInterval =
        Duration("node.heartbeat-interval", TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1), "50 ms to 1 m");

    /// <summary>After which silence a node is stale.</summary>
    public static readonly Setting<TimeSpan> Lease =
        Duration("node.lease", TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1), "500 ms to 1 h");

    /// <summary>The time for which a copy may stand still.</summary>
    public static readonly Setting<TimeSpan> StallTimeout =
        Duration("node.stall-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "1 s to 1 d");

    /// <summary>Bytes of one COPY buffer.</summary>
    public static readonly Setting<long> CopyBuffer = Bytes("node.copy-buffer", MiB / 16, 64 * MiB, "64 KiB to 64 MiB");

    /// <summary>Memory of index builds.</summary>
    public static readonly Setting<long> IndexMemory = Bytes("node.index-memory", MiB, 1024 * 1024 * MiB, "1 MiB to 1 TiB");

    /// <summary>Bytes a second of the whole migration.</summary>
    public static readonly Setting<long> MaxRate = Rate("limits.max-rate");

    /// <summary>Bytes a second of this node.</summary>
    public static readonly Setting<long> NodeMaxRate = Rate("limits.node-max-rate");

    /// <summary>Down to which size idle nodes halve partitions.</summary>
    public static readonly Setting<long> SplitSize = Bytes("node.split-size", MiB / 1024, 1024 * 1024 * MiB, "1 KiB to 1 TiB");

    /// <summary>The most attempts at one task.</summary>
    public static readonly Setting<int> MaxAttempts = Integer("retry.max-attempts", 1, 100, hasFlag: false);

    /// <summary>The attempts of one node at a task before another one tries.</summary>
    public static readonly Setting<int> AttemptsPerNode = Integer("retry.attempts-per-node", 1, 100, hasFlag: false);

    /// <summary>The number of nodes that may die under a task.</summary>
    public static readonly Setting<int> MaxAdoptions = Integer("retry.max-adoptions", 1, 100, hasFlag: false);

    /// <summary>The wait before the second attempt.</summary>
    public static readonly Setting<TimeSpan> MinBackoff =
        Duration("retry.min-backoff", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), "1 ms to 1 h");

    /// <summary>The longest wait between attempts.</summary>
    public static readonly Setting<TimeSpan> MaxBackoff =
        Duration("retry.max-backoff", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), "1 ms to 1 h");

    /// <summary>The share of a wait that is added at random.</summary>
    public static readonly Setting<double> Jitter =
        new("retry.jitter", SettingShape.Single, "a number from 0 to 1", ValueReaders.Number(0, 1), HasFlag: false);

    /// <summary>The file of the report; empty for none.</summary>
    public static readonly Setting<string> Report = Text("report", "a file in an existing folder");

    /// <summary>The view of progress.</summary>
    public static readonly Setting<ProgressMode> Progress =
        OneOf("progress", true, ProgressMode.Auto, ProgressMode.Live, ProgressMode.Plain, ProgressMode.Json, ProgressMode.None);

    /// <summary>The level of the log.</summary>
    public static readonly Setting<LogLevel> Logging =
        new("log-level", SettingShape.Single, "one of " + string.Join(", ", LogLevelNames.All), LogLevelNames.TryRead, HasFlag: true);

    /// <summary>The format of log messages and of everything else on standard error.</summary>
    public static readonly Setting<LogFormat> LogFormat = OneOf("log-format", true, Settings.LogFormat.Text, Settings.LogFormat.Json);

    /// <summary>All of them, in the order of the file.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        Source, Target, SourceSchema, TargetSchema, MapSchema, IncludeTables, ExcludeTables,
        DropExistingTables, TruncateExistingTables, UseUnloggedTables, NoOwner, NoPrivileges, NoAnalyze,
        SchemaOnly, DataOnly, ObjectErrors, RoleMap, Roles, DatabaseSettings, SkipExtensions, Skip,
        AllowOlderTarget, KeepControl, Validate, ChecksumSize, RedactValues,
        PartitionStrategy, Threshold, MaxPartitions, ChunkSize,
        NodeName, Listen, Advertise, Slots, HeartbeatInterval, Lease,
        CopySlots, IndexSlots, PollInterval, StallTimeout, CopyBuffer, IndexMemory, SplitSize,
        MaxRate, NodeMaxRate,
        MaxAttempts, AttemptsPerNode, MaxAdoptions, MinBackoff, MaxBackoff, Jitter,
        .. NotifySettings.All, .. DashboardSettings.All,
        Report, Progress, Logging, LogFormat,
    ];

    /// <summary>The settings of the commands which look at a migration before it begins: they write no
    /// report, show no progress and tell nobody.</summary>
    public static readonly IReadOnlyList<Setting> OfLooks =
        [.. All.Where(setting => setting.HasFlag && setting != Report && setting != Progress)
            .Except(NotifySettings.Flags).Except(DashboardSettings.Flags)];
}
