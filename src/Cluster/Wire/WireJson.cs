using System.Text.Json.Serialization;

namespace ActorMigrate.Cluster.Wire;

/// <summary>The JSON form of the wire messages, generated at build time: no type is looked up by a name from the wire. A
/// message that lacks a member, or has null where none may be, is not read.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SlotsOffered))]
[JsonSerializable(typeof(PhaseUpdate))]
[JsonSerializable(typeof(Prime))]
[JsonSerializable(typeof(Primed))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(TaskReport.Started), TypeInfoPropertyName = "TaskStarted")]
[JsonSerializable(typeof(TaskReport.Progressed), TypeInfoPropertyName = "TaskProgressed")]
[JsonSerializable(typeof(TaskReport.StandsStill), TypeInfoPropertyName = "TaskStandsStill")]
[JsonSerializable(typeof(TaskReport.Retrying), TypeInfoPropertyName = "TaskRetrying")]
[JsonSerializable(typeof(TaskReport.Completed), TypeInfoPropertyName = "TaskCompleted")]
[JsonSerializable(typeof(TaskReport.Failed), TypeInfoPropertyName = "TaskFailed")]
[JsonSerializable(typeof(TaskReport.Released), TypeInfoPropertyName = "TaskReleased")]
internal sealed partial class WireJson : JsonSerializerContext;
