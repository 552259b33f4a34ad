using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What a system has been configured to, read once when it starts.</summary>
public class Settings
{
    /// <summary>Reads <paramref name="config"/>, with the defaults of <c>akka.conf</c> below it.</summary>
    public Settings(ActorSystem system, Config config)
    {
        System = system;
        Config = config.WithFallback(ConfigurationFactory.Default());
        LogLevel = Config.GetString("akka.loglevel")!;
        Loggers = Config.GetStringList("akka.loggers");
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        LogDeadLetters = Count("akka.log-dead-letters");
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        Throughput = Math.Max(1, Config.GetInt("akka.actor.default-dispatcher.throughput", 30));
    }

    /// <summary>Whose settings these are.</summary>
    public ActorSystem System { get; }

    /// <summary>All of the configuration.</summary>
    public Config Config { get; }

    /// <summary>The least log level that is published: DEBUG, INFO, WARNING, ERROR or OFF.</summary>
    public string LogLevel { get; }

    /// <summary>The names of the loggers; <c>Akka.Event.DefaultLogger</c> writes to standard output.</summary>
    public IList<string> Loggers { get; }

    /// <summary>How long an Ask waits that says nothing itself; not positive is for ever.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>How many dead letters are written to the log; 0 is none.</summary>
    public int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system ends.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary>Whether messages that no handler took are logged, at level DEBUG.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary>How many messages an actor handles before others have their turn.</summary>
    internal int Throughput { get; }

    private int Count(string path) => Config.GetString(path)?.ToUpperInvariant() switch
    {
        "OFF" or "FALSE" => 0,
        "ON" or "TRUE" => int.MaxValue,
        _ => Config.GetInt(path),
    };
}
