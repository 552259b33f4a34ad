namespace ActorMigrate.EndToEnd.Tests;

/// <summary>The attribute of a test that may take long.</summary>
internal interface ILongTest
{
    /// <summary>True when a seed may choose the test. False for one that repeats a short test for many numbers, or takes many minutes on a
    /// slow machine: it runs only together with all others.</summary>
    bool IsSampled { get; }
}
