using ActorMigrate.Host.Telemetry;

namespace ActorMigrate.Host.Tests.Telemetry;

public class TelemetryChoiceTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_SERVICE_NAME=x OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=True", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=false", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none", "traces metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c:4318/v1/metrics", "metrics")]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", "traces")]
    [InlineData("OTEL_TRACES_EXPORTER=OTLP OTEL_LOGS_EXPORTER=none", "traces")]
    public void The_standard_variables_say_what_is_sent(string variables, string sent)
    {
        var choice = Of(variables);

        string[] told = [choice.Traces ? "traces" : "", choice.Metrics ? "metrics" : "", choice.Logs ? "logs" : ""];
        Assert.Equal(sent, string.Join(' ', told.Where(word => word.Length > 0)));
        Assert.Equal(sent.Length > 0, choice.IsAny);
        Assert.Empty(choice.Unknown);
    }

    [Fact]
    public void An_exporter_that_the_program_does_not_have_is_named()
    {
        var choice = Of("OTEL_TRACES_EXPORTER=console,otlp OTEL_METRICS_EXPORTER=prometheus");

        Assert.Equal((true, false), (choice.Traces, choice.Metrics));
        Assert.Equal(["OTEL_TRACES_EXPORTER=console", "OTEL_METRICS_EXPORTER=prometheus"], choice.Unknown);
    }

    private static TelemetryChoice Of(string variables) => TelemetryChoice.Of(
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2))
            .ToDictionary(one => one[0], one => one[1]));
}
