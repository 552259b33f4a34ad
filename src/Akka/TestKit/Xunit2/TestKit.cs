using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of xunit test classes that test actors; each test has a system of its own, which ends with it.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the test writes, if it said so.</summary>
    protected readonly ITestOutputHelper? Output;

    private bool _disposed;

    /// <summary>A kit in <paramref name="system"/>, or in one of its own.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit in a system of its own.</summary>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit in a system of its own, configured by HOCON.</summary>
    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    /// <summary>How the kit fails tests.</summary>
    protected static XunitAssertions Assertions { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>After the test: by default ends the system.</summary>
    protected virtual void AfterAll() => Shutdown();

    /// <summary>Runs <see cref="AfterAll"/>, once.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _disposed) return;
        _disposed = true;
        AfterAll();
    }

    /// <summary>Writes the log of <paramref name="system"/> to the test's output.</summary>
    protected void InitializeLogger(ActorSystem system)
    {
        if (Output is { } output) system.EventStream.AddSink(entry => Write(output, entry));
    }

    private static void Write(ITestOutputHelper output, LogEvent entry)
    {
        try
        {
            output.WriteLine(entry.ToString());
        }
        catch (InvalidOperationException)
        {
            // The test is over.
        }
    }
}
