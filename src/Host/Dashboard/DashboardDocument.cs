using System.Text.Json.Serialization;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The state that the page shows, but for its tables, rates and notices.</summary>
/// <param name="Version">The version of this format: 1.</param>
/// <param name="Tool">The version of the program that serves the page.</param>
/// <param name="Node">The node of the process that serves the page, or null where it only looks.</param>
/// <param name="AllowsControl">Tells whether the page may steer.</param>
/// <param name="Problem">The reason why the target cannot be read, or null.</param>
/// <param name="Migration">The migration, or null where the target holds none.</param>
/// <param name="WaitsFor">The next step, in words.</param>
/// <param name="MovedRows">Rows that were copied, those of copies under way included.</param>
/// <param name="MovedBytes">Bytes that were copied, those of copies under way included.</param>
/// <param name="UnderWay">The part of them that is not committed, by table.</param>
/// <param name="Unsuccessful">Attempts that failed or were lost.</param>
/// <param name="Troubles">The latest of them.</param>
internal sealed record DashboardDocument(
    int Version, string Tool, string? Node, bool AllowsControl, string? Problem, MigrationStatus? Migration, string? WaitsFor,
    long MovedRows, long MovedBytes, IReadOnlyList<UnderWay> UnderWay, long Unsuccessful, IReadOnlyList<AttemptTrouble> Troubles);

/// <summary>A line of the page's log.</summary>
internal sealed record DashboardNotice(DateTimeOffset At, string Level, string Message);

/// <summary>The lines that a reader of the page does not have yet.</summary>
internal sealed record NoticeBatch(IReadOnlyList<DashboardNotice> Lines);

/// <summary>Points of the chart; with <paramref name="Reset"/> they take the place of all before.</summary>
internal sealed record RateBatch(bool Reset, IReadOnlyList<RatePoint> Points);

/// <summary>The end of the process that serves the page.</summary>
internal sealed record DashboardEnd(string Outcome, string Message, string? NextStep);

/// <summary>The tasks of one table.</summary>
internal sealed record TaskList(IReadOnlyList<TaskDetail> Tasks, bool IsCut);

/// <summary>The answer to a directive, or to a request that is refused.</summary>
internal sealed record DashboardAnswer(string Message, string? Remedy = null);

/// <summary>A directive that the page gives; the texts are those of the flags of <c>set</c>.</summary>
internal sealed record DirectiveRequest(string? Verb, string? Node, string? CopySlots, string? IndexSlots, string? MaxRate);

/// <summary>Their JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DashboardDocument))]
[JsonSerializable(typeof(NoticeBatch))]
[JsonSerializable(typeof(RateBatch))]
[JsonSerializable(typeof(DashboardEnd))]
[JsonSerializable(typeof(TaskList))]
[JsonSerializable(typeof(DashboardAnswer))]
[JsonSerializable(typeof(DirectiveRequest))]
internal sealed partial class DashboardJson : JsonSerializerContext;
