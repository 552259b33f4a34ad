using System.Text;
using System.Text.Json;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The JSON lines of a run as they come, for one who waits for a moment of it.</summary>
internal sealed class EventLines : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder all = new();
    private readonly StringBuilder line = new();
    private readonly List<JsonElement> events = [];
    private readonly List<(Func<JsonElement, bool> Wanted, TaskCompletionSource Came)> waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (gate)
                return all.ToString();
        }
    }

    /// <summary>Completes with the <paramref name="nth"/> event, from 1, that is wanted, whether it
    /// has come already or comes yet.</summary>
    public Task WhenAsync(Func<JsonElement, bool> wanted, int nth = 1)
    {
        var count = 0;
        bool IsTheOne(JsonElement happened) => wanted(happened) && ++count == nth;
        lock (gate)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (events.Exists(IsTheOne))
                came.TrySetResult();
            else
                waiting.Add((IsTheOne, came));
            return came.Task;
        }
    }

    public override void Write(char value)
    {
        lock (gate)
        {
            all.Append(value);
            if (value != '\n')
            {
                line.Append(value);
                return;
            }

            Happened(line.ToString());
            line.Clear();
        }
    }

    public override void Write(string? value)
    {
        foreach (var character in value ?? "")
            Write(character);
    }

    private void Happened(string text)
    {
        if (!text.StartsWith('{'))
            return;
        var happened = JsonDocument.Parse(text).RootElement;
        events.Add(happened);
        foreach (var (wanted, came) in waiting)
        {
            if (wanted(happened))
                came.TrySetResult();
        }
    }
}
