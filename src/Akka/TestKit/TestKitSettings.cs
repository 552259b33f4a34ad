using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>How long a test kit waits; read from <c>akka.test</c>.</summary>
public class TestKitSettings
{
    /// <summary>Reads the settings; what is not there has the default.</summary>
    public TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5));
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3));
        ExpectNoMessageDefault = config.GetTimeSpan("akka.test.expect-no-message-default", TimeSpan.FromMilliseconds(100));
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1.0);
    }

    /// <summary>How long anything may take.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long to wait for an expected message.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long to wait for an unexpected message.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>What all of these are multiplied by, for slow machines.</summary>
    public double TestTimeFactor { get; }
}
