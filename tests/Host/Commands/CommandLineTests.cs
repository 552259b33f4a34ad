using System.Text.Json.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Tests.Progress;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-cli-");

    public void Dispose()
    {
        // Whatever a test does, no password gets out.
        Assert.DoesNotContain("s3cret", _cli.Out + _cli.Error, StringComparison.Ordinal);
        _cli.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_flag_reaches_the_settings()
    {
        var report = Path.Combine(_folder.FullName, "r.json");

        var exitCode = await _cli.MigrateAsync(
            "--source-schema", "shop", "--target-schema", "shop2", "--include-tables", "a*,b*", "--include-tables", "c",
            "--exclude-tables", "ab",
            "--chunk-size", "500", "--partition-threshold", "2 GB", "--max-partitions", "16", "--partition-by", "keyset",
            "--use-unlogged-tables",
            "--truncate-existing-tables", "--copy-slots", "3", "--index-slots", "1", "--report", report, "--keep-control",
            "--allow-older-target", "--log-level", "error");

        var options = _cli.Settings!.Options;
        Assert.Equal(0, exitCode);
        Assert.Equal("postgresql://u:s3cret@h/a", _cli.Settings.Source.Reveal());
        Assert.Equal(("shop", "shop2"), (options.Scope.SourceSchema, options.Scope.TargetSchema));
        Assert.Equal(["a*", "b*", "c"], options.Scope.IncludeTables);
        Assert.Equal(["ab"], options.Scope.ExcludeTables);
        Assert.Equal((500, 16, PartitionBy.Keyset, 2_000_000_000),
            (options.Plan.ChunkSize, options.Plan.MaxPartitions, options.Plan.PartitionBy, options.Plan.PartitionThreshold.Bytes));
        Assert.Equal(ExistingTables.Truncate, options.Existing);
        Assert.True(options.UseUnloggedTables && options.KeepControl && options.AllowOlderTarget);
        Assert.Equal((3, 1), (options.Node.CopySlots, options.Node.IndexSlots));
        Assert.True(File.Exists(report));
    }

    [Fact]
    public async Task A_file_and_variables_are_read()
    {
        var file = Path.Combine(_folder.FullName, "my.conf");
        await File.WriteAllTextAsync(file, "actormigrate { plan.chunk-size = 700, keep-control = on }");
        _cli.Environment["ACTORMIGRATE_MAX_PARTITIONS"] = "5";

        await _cli.MigrateAsync("--config", file, "--keep-control=false");

        Assert.Equal((700, 5, false),
            (_cli.Settings!.Options.Plan.ChunkSize, _cli.Settings.Options.Plan.MaxPartitions, _cli.Settings.Options.KeepControl));
    }

    [Theory]
    [InlineData(Outcome.Succeeded, "Everything was migrated and validated.")]
    [InlineData(Outcome.FinishedWithFailures, "Look at the errors above.")]
    public async Task A_run_whose_summary_cannot_be_printed_has_ended_as_it_has_and_says_so_on_standard_error(Outcome outcome, string told)
    {
        using var full = new FullStream();
        _cli.Output = WholeWrites.To(full);
        _cli.Migration = (_, _) => Task.FromResult(Summaries.Of(outcome, Summaries.Table("posts")));

        Assert.Equal((int)outcome, await _cli.MigrateAsync());
        Assert.Equal((int)outcome, await _cli.MigrateAsync("--json"));

        Assert.Contains("Standard output cannot be written: No space left on device.", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(told, _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", _cli.Error, StringComparison.Ordinal);
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }

    [Fact]
    public async Task The_summary_goes_to_standard_output_and_progress_to_standard_error()
    {
        _cli.Migration = (progress, _) =>
        {
            progress.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
            return Task.FromResult(Summaries.Of(Outcome.Succeeded, Summaries.Table("posts")));
        };

        Assert.Equal(0, await _cli.MigrateAsync());

        Assert.Contains("public.posts", _cli.Out, StringComparison.Ordinal);
        Assert.EndsWith("Everything was migrated and validated.\n", _cli.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("  transfer data\n", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Outcome.Succeeded)]
    [InlineData(Outcome.FinishedWithFailures)]
    [InlineData(Outcome.ValidationFailed)]
    [InlineData(Outcome.Stopped)]
    public async Task The_outcome_is_the_exit_code(Outcome outcome)
    {
        _cli.Migration = (_, _) => Task.FromResult(Summaries.Of(outcome));

        Assert.Equal((int)outcome, await _cli.MigrateAsync());
    }

    [Theory]
    [InlineData(Outcome.BadUsage)]
    [InlineData(Outcome.Refused)]
    public async Task A_refusal_is_one_message_and_what_to_do(Outcome outcome)
    {
        _cli.Migration = (_, _) => throw new RefusedException(outcome, "The target cannot be reached.", "Start it.");

        Assert.Equal((int)outcome, await _cli.MigrateAsync());
        Assert.Equal("", _cli.Out);
        Assert.Equal("actormigrate: The target cannot be reached.\nStart it.\n", _cli.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_refusal_is_reported_to_programs_too()
    {
        var report = Path.Combine(_folder.FullName, "r.json");
        _cli.Migration = (_, _) => throw new RefusedException("No.", "Yes.");

        await _cli.MigrateAsync("--report", report, "--json");

        var written = JsonNode.Parse(await File.ReadAllTextAsync(report))!;
        var ended = JsonNode.Parse(_cli.Out)!;
        Assert.Equal(("Refused", 2, "No.", "Yes."),
            ((string)written["outcome"]!, (int)written["exitCode"]!, (string)written["message"]!, (string)written["nextStep"]!));
        Assert.Equal("ended", (string)ended["event"]!);
        Assert.Equal("No.", (string)ended["report"]!["message"]!);
    }

    [Fact]
    public async Task With_json_every_line_of_standard_output_is_an_object_and_the_last_has_the_report()
    {
        _cli.Migration = (progress, _) =>
        {
            foreach (var happened in ProgressEvents.OneOfEach())
                progress.Report(happened);
            return Task.FromResult(Summaries.Mixed());
        };

        Assert.Equal(3, await _cli.MigrateAsync("--json"));

        var lines = _cli.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal("run-started", (string)lines[0]["event"]!);
        Assert.Equal("ended", (string)lines[^1]["event"]!);
        Assert.Equal(3, lines[^1]["report"]!["tables"]!.AsArray().Count);
        Assert.Equal("", _cli.Error);
    }

    [Fact]
    public async Task A_defect_is_called_one_and_shows_its_trace_only_when_asked()
    {
        _cli.Migration = (_, _) => throw new InvalidOperationException("impossible");

        Assert.Equal(70, await _cli.MigrateAsync());
        Assert.StartsWith(
            "actormigrate: This is a defect of ActorMigrate: InvalidOperationException: impossible", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _cli.Error, StringComparison.Ordinal);

        await _cli.MigrateAsync("--log-level", "debug");
        Assert.Contains("   at ", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lack_of_memory_is_no_defect()
    {
        // More than an array may hold.
        var lack = Assert.ThrowsAny<OutOfMemoryException>(() => new byte[int.MaxValue]);
        _cli.Migration = (_, _) => Task.FromException<MigrationSummary>(lack);

        Assert.Equal(5, await _cli.MigrateAsync());
        Assert.StartsWith("actormigrate: The process may not use as much memory as it needs.", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("a higher limit", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_told_to_stop_ends_as_stopped()
    {
        _cli.Migration = async (_, cancellation) =>
        {
            await _cli.Stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return Summaries.Of(Outcome.Succeeded);
        };

        Assert.Equal(5, await _cli.MigrateAsync());
        Assert.Contains("Stopping cleanly; interrupt once more to stop at once.", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("actormigrate: Stopped before the end.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_defect()
    {
        _cli.Migration = (_, _) => throw new OperationCanceledException();

        Assert.Equal(70, await _cli.MigrateAsync());
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_refused_before_the_run()
    {
        Assert.Equal(1, await _cli.MigrateAsync("--report", "/no/such/folder/r.json"));
        Assert.Null(_cli.Settings);
    }

    [Theory]
    [InlineData(
        "migrate --chunksize 5",
        "actormigrate: --chunksize is not a flag of migrate; did you mean --chunk-size?\nType actormigrate migrate "
            + "--help to see what it takes.\n")]
    [InlineData("migrate --wings", "actormigrate: --wings is not a flag of migrate.\n")]
    [InlineData("migrate --table-jobs 4", "actormigrate: --table-jobs is not a flag of migrate; here it is --copy-slots.\n")]
    [InlineData("migrate -n app", "actormigrate: -n is not a flag of migrate; here it is --source-schema.\n")]
    [InlineData("check -d shop", "actormigrate: -d is not a flag of check; databases are named by --source and --target.\n")]
    [InlineData("migrate --follow", "actormigrate: --follow is not a flag of migrate; changes after the snapshot are not copied.\n")]
    [InlineData("migrate --exclude-table-data audit", "actormigrate: --exclude-table-data is not a flag of migrate; a table is migrated "
        + "with its rows, or left out as a whole by --exclude-tables.\n")]
    [InlineData("resume --max-rate 5MB", "actormigrate: --max-rate is not a flag of resume; the migration keeps what it was begun with, "
        + "and actormigrate set --max-rate changes it.\n")]
    [InlineData("worker --no-owner", "actormigrate: --no-owner is not a flag of worker; the migration keeps what it was begun with.\n")]
    [InlineData("migrate --dry-run", "actormigrate: --dry-run is not a flag of migrate; here it is actormigrate plan.\n")]
    [InlineData("status --table-jobs 4", "actormigrate: --table-jobs is not a flag of status.\n")]
    [InlineData("help migrat", "actormigrate: 'migrat' is not a command; did you mean migrate?\n")]
    [InlineData("validate --chunk-size 500", "actormigrate: --chunk-size is not a flag of validate.\n")]
    [InlineData(
        "migrat", "actormigrate: 'migrat' is not a command; did you mean migrate?\nType actormigrate --help to see what it takes.\n")]
    [InlineData("statsu --target a", "actormigrate: 'statsu' is not a command; did you mean status?\n")]
    [InlineData("--source a", "actormigrate: --source is not a flag without a command.\n")]
    [InlineData("migrate --source a b", "actormigrate: migrate does not take the argument 'b'; every value needs its flag.\n")]
    [InlineData("migrate --source a postgresql://u:s3cret@h/b",
        "actormigrate: migrate does not take the argument '…'; every value needs its flag.\n")]
    [InlineData("migrate --source", "actormigrate: --source needs a value: --source URI.\n")]
    [InlineData("migrate --source a --source b --target c", "actormigrate: --source is given 2 times, but takes one value.\n")]
    [InlineData("migrate --source a", "actormigrate: A setting is wrong: no target is given; name it with --target URI")]
    [InlineData("migrate --source a --target b --json --progress plain",
        "actormigrate: A setting is wrong: progress is 'plain', 'json' (from the flag --progress)")]
    [InlineData("demo --scale 0", "actormigrate: --scale is 0, but must be above 0 and at most 1000.\n")]
    [InlineData("demo --scale big", "actormigrate: --scale is 'big', but must be a number.")]
    public async Task Bad_usage_is_said_plainly(string arguments, string expected)
    {
        Assert.Equal(1, await _cli.RunAsync(arguments.Split(' ')));
        Assert.StartsWith(expected, _cli.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown_and_the_exit_code_says_that_nothing_was_done()
    {
        Assert.Equal(1, await _cli.RunAsync());
        Assert.Contains("migrate", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_shows_every_flag_with_its_default()
    {
        Assert.Equal(0, await _cli.RunAsync("migrate", "--help"));

        foreach (var setting in KnownSettings.All.Where(setting => setting.HasFlag))
            Assert.Contains($"  {setting.Flag}", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("[100000]", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_may_begin_with_an_at_sign_without_naming_a_file()
    {
        await _cli.RunAsync("migrate", "--source", "@a", "--target", "b");

        Assert.Equal("@a", _cli.Settings!.Source.Reveal());
    }

    [Theory]
    [InlineData("", "--log-format", "json", "--validate", "nonsense")]
    [InlineData("", "--log-format=json", "--no-such-flag")]
    [InlineData("json", "--validate", "nonsense")]
    public async Task With_logs_in_JSON_the_error_at_the_end_is_a_line_of_the_log(string variable, params string[] flags)
    {
        if (variable.Length > 0)
            _cli.Environment["ACTORMIGRATE_LOG_FORMAT"] = variable;

        Assert.Equal(1, await _cli.RunAsync(["migrate", "--source", "host=a", "--target", "host=b", .. flags]));

        var line = JsonNode.Parse(_cli.Error.TrimEnd())!;
        Assert.Equal(("error", "actormigrate", "BadUsage"), ((string)line["level"]!, (string)line["logger"]!, (string)line["event"]!));
        Assert.NotEmpty((string)line["message"]!);
        Assert.NotEmpty((string)line["remedy"]!);
    }

    [Fact]
    public async Task With_logs_in_JSON_progress_is_lines_of_the_log_and_the_summary_stays_as_it_is()
    {
        _cli.Migration = (sink, _) =>
        {
            sink.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
            return Task.FromResult(Summaries.Of(Outcome.Succeeded, Summaries.Table("posts")));
        };

        Assert.Equal(
            0, await _cli.RunAsync("migrate", "--source", "host=a", "--target", "host=b", "--log-format", "json", "--node-name", "db7"));

        var line = JsonNode.Parse(_cli.Error.TrimEnd())!;
        Assert.Equal(("db7", "phase-entered"), ((string)line["node"]!, (string)line["event"]!));
        Assert.Contains("public.posts", _cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nodes is 'x', but must be a whole number.", "demo", "--nodes", "x")]
    [InlineData("--scale is 'much', but must be a number.", "demo", "--scale", "much")]
    [InlineData("demo does not take the argument 'maybe'", "demo", "--keep=maybe")]
    [InlineData("--plan needs a value: --plan FILE.", "migrate", "--plan")]
    [InlineData("--source needs a value: --source URI.", "migrate", "--source")]
    public async Task A_value_that_is_missing_or_of_the_wrong_kind_is_told_without_types_of_the_program(
        string words, params string[] arguments)
    {
        Assert.Equal(1, await _cli.RunAsync(arguments));
        Assert.Contains(words, _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", _cli.Error, StringComparison.Ordinal);
    }
}
