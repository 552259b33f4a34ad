using System.Text.Json;
using ActorMigrate.EndToEnd.Tests.Running;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>Commands without an actor system, while a server takes connections in and answers nothing.</summary>
public sealed class SilentServerTests
{
    private const string Silence = "The target has not answered for ";

    [Theory]
    [InlineData("check")]
    [InlineData("plan")]
    [InlineData("status")]
    public async Task A_command_tells_on_standard_error_that_a_server_does_not_answer_and_goes_on_when_it_does(string command)
    {
        var run = await FrozenAsync([command, "--json"]);

        Assert.Contains(Silence, run.Error, StringComparison.Ordinal);
        Assert.Contains("a session is being opened", run.Error, StringComparison.Ordinal);
        using var _ = JsonDocument.Parse(run.Out);
        Assert.DoesNotContain(Silence, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("worker")]
    public async Task A_command_with_progress_tells_it_there(string command)
    {
        var run = await FrozenAsync([command, "--progress", "plain"]);

        Assert.Contains(Silence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Silence, run.Out, StringComparison.Ordinal);
    }

    private static async Task<CommandRun> FrozenAsync(string[] command)
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync(TestServer.Of(server));
        await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        if (command[0] == "validate")
            await target.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        using var error = new Watched(Silence);
        using var output = new StringWriter();
        Task<int> running;
        using (FrozenServer.Freeze(server))
        {
            running = Cli.RunAsync(
                [.. command, "--source", source.Uri, "--target", $"{target.Uri}?connect_timeout=600"], [], output, error, default);
            await Task.WhenAny(running, error.Seen).WaitAsync(Patience.ForARun);
        }

        return new CommandRun(await running.WaitAsync(Patience.ForARun), output.ToString(), error.ToString());
    }

    /// <summary>Keeps all that is written, and completes <see cref="Seen"/> with the first line that has these words.</summary>
    private sealed class Watched(string words) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(words, StringComparison.Ordinal) == true)
                seen.TrySetResult();
        }

        public override void WriteLine(string? value)
        {
            Write(value);
            base.Write('\n');
        }
    }
}
