using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;

namespace Akka.Hosting;

/// <summary>Where a hosted system's log goes, and from which level on.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly AkkaConfigurationBuilder _builder;

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => _builder = builder;

    /// <summary>The least level that is published; null leaves it to HOCON.</summary>
    public LogLevel? LogLevel { get; set; }

    /// <summary>Whether the log goes nowhere but where it is told to after this.</summary>
    internal bool Cleared { get; private set; }

    /// <summary>Writes to none of the loggers that HOCON names.</summary>
    public LoggerConfigBuilder ClearLoggers()
    {
        Cleared = true;
        _builder.LoggerFactory = null;
        return this;
    }

    internal void WriteTo(Func<IServiceProvider, ILoggerFactory> factory) => _builder.LoggerFactory = factory;

    internal void Apply()
    {
        if (LogLevel is { } level)
        {
            var word = level switch
            {
                Event.LogLevel.DebugLevel => "DEBUG",
                Event.LogLevel.InfoLevel => "INFO",
                Event.LogLevel.WarningLevel => "WARNING",
                Event.LogLevel.ErrorLevel => "ERROR",
                _ => "OFF",
            };
            _builder.AddHocon(ConfigurationFactory.ParseString($"akka.loglevel = {word}"), HoconAddMode.Prepend);
        }

        if (Cleared) _builder.AddHocon(ConfigurationFactory.ParseString("akka.loggers = []"), HoconAddMode.Prepend);
    }
}

/// <summary>Configuring where the log goes.</summary>
public static class LoggingExtensions
{
    /// <summary>Configures where the log goes.</summary>
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder(builder);
        configurator(loggers);
        loggers.Apply();
        return builder;
    }

    /// <summary>Writes the log to the loggers of the host.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder)
    {
        configBuilder.WriteTo(services => services.GetRequiredService<ILoggerFactory>());
        return configBuilder;
    }

    /// <summary>Writes the log to the loggers of <paramref name="loggerFactory"/>.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder, ILoggerFactory loggerFactory)
    {
        configBuilder.WriteTo(_ => loggerFactory);
        return configBuilder;
    }
}
