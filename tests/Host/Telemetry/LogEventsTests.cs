using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Telemetry;

public partial class LogEventsTests
{
    private static readonly IReadOnlyList<EventId> Declared =
    [
        .. typeof(LogEvents).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(EventId)).Select(field => (EventId)field.GetValue(null)!),
    ];

    [Fact]
    public void Numbers_and_names_are_unique()
    {
        Assert.NotEmpty(Declared);
        Assert.Equal(Declared.Count, Declared.Select(id => id.Id).Distinct().Count());
        Assert.Equal(Declared.Count, Declared.Select(id => id.Name).Distinct().Count());
    }

    [Fact]
    public void Every_event_is_documented_and_nothing_else()
    {
        var documented = Checkout.Read("docs/operations.md").Split('\n').Select(line => Row().Match(line))
            .Where(row => row.Success).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");

        Assert.Equal(Declared.Select(id => $"{id.Id} {id.Name}").Order(), documented.Order());
    }

    [Fact]
    public void Everything_that_happens_has_an_event_but_for_how_a_task_moves()
    {
        var without = typeof(ProgressEvent).GetNestedTypes().Where(type => type != typeof(ProgressEvent.TaskMoved))
            .Where(type => LogEvents.Of((ProgressEvent)RuntimeHelpers.GetUninitializedObject(type)) is null);

        Assert.Empty(without);
        Assert.Null(LogEvents.Of(new ProgressEvent.TaskMoved(new AttemptId(1, 1), 1, 1)));
    }

    [GeneratedRegex(@"^\| (\d{4}) \| `([a-z-]+)`")]
    private static partial Regex Row();
}
