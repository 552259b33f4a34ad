using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Options;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Settings;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly Given _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Without_anything_else_the_reference_decides()
    {
        var settings = _given.Read();

        Assert.Null(settings.Options.Scope.SourceSchema);
        Assert.Empty(settings.Options.Scope.IncludeTables);
        Assert.Equal(ExistingTables.Refuse, settings.Options.Existing);
        Assert.False(settings.Options.UseUnloggedTables);
        Assert.False(settings.Options.KeepControl);
        Assert.Equal(PartitionThreshold.Auto, settings.Options.Plan.PartitionThreshold);
        Assert.Equal(8, settings.Options.Plan.MaxPartitions);
        Assert.Equal(100_000, settings.Options.Plan.ChunkSize);
        Assert.Equal(PartitionBy.Auto, settings.Options.Plan.PartitionBy);
        Assert.Equal(2, settings.Options.Node.IndexSlots);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Options.Node.PollInterval);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.Options.Node.StallTimeout);
        Assert.Equal(1024 * 1024, settings.Options.Node.CopyBufferBytes);
        Assert.Equal(512L * 1024 * 1024, settings.Options.Shared.IndexMemoryBytes);
        Assert.Equal(8, settings.Options.Shared.Retry.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Options.Shared.Retry.MaxBackoff);
        Assert.Equal(0.2, settings.Options.Shared.Retry.Jitter);
        Assert.Null(settings.ReportPath);
        Assert.Equal(ProgressMode.Auto, settings.Progress);
        Assert.Equal(LogLevel.Warning, settings.LogLevel);
        Assert.True(settings.ActorSystem.HasPath("akka.loglevel"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 4)]
    [InlineData(64, 8)]
    public void Copy_slots_follow_the_processors_within_bounds(int processors, int slots) =>
        Assert.Equal(slots, _given.Read(processors).Options.Node.CopySlots);

    [Theory]
    [InlineData(null, null, 8)]
    [InlineData("node.slots", "3", null)]
    [InlineData("node.slots", "0", null)]
    [InlineData("node.copy-slots", "3", null)]
    public void Distance_changes_only_a_number_of_copies_that_nobody_chose(string? key, string? value, int? far)
    {
        if (key is not null)
            _given.Flag(key, value!);

        Assert.Equal(far, _given.Read().Options.Node.FarCopySlots);
    }

    [Theory]
    [InlineData(null, null, 2, 4)]
    [InlineData("node.index-slots", "auto", 2, 4)]
    [InlineData("node.index-slots", "2", 2, null)]
    [InlineData("node.slots", "3", 2, 4)]
    [InlineData("node.slots", "0", 0, null)]
    public void Distance_changes_only_a_number_of_index_slots_that_nobody_chose(string? key, string? value, int slots, int? far)
    {
        if (key is not null)
            _given.Flag(key, value!);

        var node = _given.Read().Options.Node;

        Assert.Equal((slots, far), (node.IndexSlots, node.FarIndexSlots));
    }

    [Fact]
    public void A_flag_wins_over_a_variable_over_a_file_over_the_reference()
    {
        _given.File("actormigrate { plan.chunk-size = 200, plan.max-partitions = 3, node.index-slots = 5 }")
            .Variable("ACTORMIGRATE_CHUNK_SIZE", "300").Variable("ACTORMIGRATE_MAX_PARTITIONS", "4")
            .Flag("plan.chunk-size", "400");

        var options = _given.Read().Options;

        Assert.Equal(400, options.Plan.ChunkSize);
        Assert.Equal(4, options.Plan.MaxPartitions);
        Assert.Equal(5, options.Node.IndexSlots);
        Assert.Equal(8, options.Shared.Retry.MaxAttempts);
    }

    [Fact]
    public void Source_and_target_may_come_from_anywhere()
    {
        _given.NoFlag("source").NoFlag("target").File("actormigrate.source = \"host=a\"").Variable("ACTORMIGRATE_TARGET", "host=b");

        var settings = _given.Read();

        Assert.Equal("host=a", settings.Source.Reveal());
        Assert.Equal("host=b", settings.Target.Reveal());
    }

    [Fact]
    public void A_connection_text_does_not_print_its_password() =>
        Assert.DoesNotContain("secret", _given.Read().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Lists_take_commas_and_repetition()
    {
        _given.Flag("scope.include-tables", "a,b", " c ").Variable("ACTORMIGRATE_EXCLUDE_TABLES", "x, y");
        Assert.Equal(["a", "b", "c"], _given.Read().Options.Scope.IncludeTables);
        Assert.Equal(["x", "y"], _given.Read().Options.Scope.ExcludeTables);
    }

    [Fact]
    public void A_list_in_a_file_keeps_commas_in_names_and_is_replaced_as_a_whole()
    {
        _given.File("actormigrate.scope { include-tables = [\"with,comma\", b], exclude-tables = \"x,y\" }")
            .Variable("ACTORMIGRATE_EXCLUDE_TABLES", "z");
        Assert.Equal(["with,comma", "b"], _given.Read().Options.Scope.IncludeTables);
        Assert.Equal(["z"], _given.Read().Options.Scope.ExcludeTables);
    }

    [Theory]
    [InlineData("auto", null, null)]
    [InlineData("500000", 500_000L, null)]
    [InlineData("500_000", 500_000L, null)]
    [InlineData("500000 rows", 500_000L, null)]
    [InlineData("1", 1L, null)]
    [InlineData("2 GB", null, 2_000_000_000L)]
    [InlineData("512 MiB", null, 512L * 1024 * 1024)]
    public void The_partition_threshold_is_rows_or_bytes(string text, long? rows, long? bytes)
    {
        var threshold = _given.Flag("plan.partition-threshold", text).Read().Options.Plan.PartitionThreshold;

        Assert.Equal((rows, bytes), (threshold.Rows, threshold.Bytes));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0 rows")]
    [InlineData("0 GB")]
    [InlineData("-5")]
    [InlineData("many")]
    [InlineData("2 parsecs")]
    public void A_threshold_of_nothing_is_refused(string text) => Assert.Equal(
        $"A setting is wrong: partition-threshold is '{text}' (from the flag --partition-threshold), but must be auto, a number of rows "
            + "from 1, or bytes with a unit such as 2 GB",
        _given.Flag("plan.partition-threshold", text).Refusal());

    [Theory]
    [InlineData("plan.chunk-size", "99", "a whole number from 100 to 500000")]
    [InlineData("plan.chunk-size", "500001", "a whole number from 100 to 500000")]
    [InlineData("plan.max-partitions", "1", "a whole number from 2 to 256")]
    [InlineData("plan.partition-by", "hash", "one of auto, ctid, ntile, keyset")]
    [InlineData("node.copy-slots", "0", "auto, or a whole number from 1 to 64")]
    [InlineData("node.poll-interval", "2 h", "a duration with a unit, from 10 ms to 1 s")]
    [InlineData("node.stall-timeout", "infinite", "a duration with a unit, from 1 s to 1 d")]
    [InlineData("node.copy-buffer", "1k", "a size with a unit, from 64 KiB to 64 MiB")]
    [InlineData("retry.jitter", "1.5", "a number from 0 to 1")]
    [InlineData("keep-control", "maybe", "on or off")]
    [InlineData("progress", "loud", "one of auto, live, plain, json, none")]
    [InlineData("log-level", "trace", "one of debug, info, warning, error, off")]
    public void A_value_out_of_range_is_refused_with_the_range(string key, string value, string range) =>
        Assert.EndsWith($" is '{value}' (from the flag --{key[(key.LastIndexOf('.') + 1)..]}), but must be {range}",
            _given.Flag(key, value).Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("limits.max-rate", "20")]
    [InlineData("limits.node-max-rate", " 20000000 ")]
    [InlineData("checksum-size", "8")]
    [InlineData("node.copy-buffer", "1048576")]
    [InlineData("node.lease", "10000")]
    [InlineData("retry.max-backoff", "30")]
    public void A_size_or_duration_needs_a_unit(string key, string value) =>
        Assert.Matches("^A setting is wrong: .* with a unit, [^\n]*$", _given.Flag(key, value).Refusal());

    [Theory]
    [InlineData("0", null)]
    [InlineData("1kB", 1000L)]
    [InlineData("2 m", 2L * 1024 * 1024)]
    [InlineData("20MB", 20_000_000L)]
    [InlineData("5000000 B", 5_000_000L)]
    public void A_rate_is_read_with_its_unit(string text, long? bytes) =>
        Assert.Equal(bytes, _given.Flag("limits.max-rate", text).Read().Options.Shared.MaxRate);

    [Fact]
    public void A_rate_with_which_no_migration_would_end_is_refused() =>
        Assert.EndsWith(
            "max-rate is '20 B' (from the flag --max-rate), but must be 0, or a size with a unit, such as 20MB, from 1 kB to 1 TiB",
            _given.Flag("limits.max-rate", "20 B").Refusal(), StringComparison.Ordinal);

    [Fact]
    public void A_refusal_names_the_line_of_the_file()
    {
        _given.File("# mine\nactormigrate {\n  plan {\n    # small chunks\n    chunk-size = 7\n  }\n}\n");

        Assert.Contains("chunk-size is '7' (from mine.conf:5)", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_names_the_variable() =>
        Assert.Contains("(from the environment variable ACTORMIGRATE_CHUNK_SIZE)", _given.Variable("ACTORMIGRATE_CHUNK_SIZE", "x")
            .Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("actormigrate.plan.chunksize = 1000",
        "actormigrate.plan.chunksize in mine.conf:1 is not a setting; did you mean actormigrate.plan.chunk-size?")]
    [InlineData("actormigrate.chunk-size = 1000",
        "actormigrate.chunk-size in mine.conf:1 is not a setting; did you mean actormigrate.plan.chunk-size?")]
    [InlineData("\nmax-partitons = 4", "max-partitons in mine.conf:2 is not a setting; did you mean actormigrate.plan.max-partitions?")]
    [InlineData(
        "actormigrate { plan { wings = 2 } }",
        "actormigrate.plan.wings in mine.conf:1 is not a setting; hocon/reference.conf lists them all")]
    [InlineData("actormigrate.plan = fast", "actormigrate.plan in mine.conf:1 is a group of settings; write actormigrate.plan { … }")]
    [InlineData(
        "actormigrate.report { file = x }", "report is a group of settings in mine.conf:1, but must be a file in an existing folder")]
    [InlineData("actormigrate.plan.chunk-size = [1]", "chunk-size is a list in mine.conf:1, but must be a whole number from 100 to 500000")]
    public void An_unknown_key_of_a_file_is_refused_with_the_nearest_setting(string hocon, string expected) =>
        Assert.Contains(expected, _given.File(hocon).Refusal(), StringComparison.Ordinal);

    [Fact]
    public void A_variable_that_looks_misspelt_is_refused_and_others_are_left_alone()
    {
        _given.Variable("ACTORMIGRATE_TEST_SERVERS", "x").Read();

        Assert.Contains("ACTORMIGRATE_CHUNKSIZE is not a setting; did you mean ACTORMIGRATE_CHUNK_SIZE?",
            _given.Variable("ACTORMIGRATE_CHUNKSIZE", "5").Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set() =>
        Assert.Equal(100_000, _given.Variable("ACTORMIGRATE_CHUNK_SIZE", "").Read().Options.Plan.ChunkSize);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var message = _given.NoFlag("source").Flag("plan.chunk-size", "1").Flag("retry.min-backoff", "1 m")
            .Flag("drop-existing-tables", "on").Variable("ACTORMIGRATE_TRUNCATE_EXISTING_TABLES", "on")
            .Flag("scope.target-schema", "x").Refusal();

        Assert.StartsWith("5 settings are wrong:\n", message, StringComparison.Ordinal);
        Assert.Contains("no source is given; name it with --source URI, ACTORMIGRATE_SOURCE or actormigrate.source in a file", message,
            StringComparison.Ordinal);
        Assert.Contains("chunk-size is '1'", message, StringComparison.Ordinal);
        Assert.Contains("max-backoff (from reference.conf:", message, StringComparison.Ordinal);
        Assert.Contains("exclude each other", message, StringComparison.Ordinal);
        Assert.Contains("target-schema (from the flag --target-schema) renames one schema, but source-schema does not name it", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_hocon_is_refused_with_its_line() =>
        Assert.StartsWith("mine.conf: line 2, column 5: ", _given.File("a = 1\nb = *").Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("actormigrate {\n  plan {\n    chunk-size = 500\n", "mine.conf: line 2: the group actormigrate.plan is not closed")]
    [InlineData("actormigrate {\n  plan.chunk-size = 500\n}\n}\n", "mine.conf: line 4: this brace closes no group")]
    public void A_file_whose_braces_do_not_match_is_refused_with_its_line(string text, string expected) =>
        Assert.StartsWith(expected, _given.File(text).Refusal(), StringComparison.Ordinal);

    [Theory]
    [InlineData("actormigrate {\n  node.listen = ${?HOST}\n  report = x\n}", 2, "${?HOST}")]
    [InlineData("actormigrate.report = \"a ${?b}\" # ${?c}\nactormigrate.node-name = a ${?d.e} b", 2, "${?d.e}")]
    [InlineData("actormigrate.report = \"C:\\\\\"\nactormigrate.node-name = ${?x}", 2, "${?x}")]
    [InlineData("// \"\nactormigrate.report = ${actormigrate.name}", 2, "${actormigrate.name}")]
    [InlineData("actormigrate.report = \"\"\"C:\\\"\"\"\nactormigrate.node-name = ${?x}", 2, "${?x}")]
    [InlineData("actormigrate.report = \"\"\"a\n\"\\${?b}\"\"\"\nactormigrate.node-name = ${?c", 3, "${?c")]
    public void A_substitution_without_a_value_is_refused_with_its_name_and_line(string text, int line, string expected) =>
        Assert.StartsWith(
            $"mine.conf: line {line}: {expected} names no value of this file", _given.File(text).Refusal(), StringComparison.Ordinal);

    [Fact]
    public void A_value_of_the_same_file_may_be_named_twice() => Assert.Equal(
        700, _given.File("akka.rows = 700\nactormigrate.plan.chunk-size = ${akka.rows}").Read().Options.Plan.ChunkSize);

    [Fact]
    public void A_file_that_cannot_be_read_is_refused_by_name() =>
        Assert.Contains("/no/such/file.conf", _given.FileAt("/no/such/file.conf").Refusal(), StringComparison.Ordinal);

    [Fact]
    public void The_actor_systems_own_settings_pass_through()
    {
        var settings = _given.File("akka { loglevel = DEBUG, actor.default-dispatcher.throughput = 5 }").Read();

        Assert.Equal("DEBUG", settings.ActorSystem.GetString("akka.loglevel"));
        Assert.Equal(5, settings.ActorSystem.GetInt("akka.actor.default-dispatcher.throughput"));
    }
}
