using System.Diagnostics;

namespace ActorMigrate.Host.Terminal;

/// <summary>The end of standard input, by which a process learns that the one which started it is gone, however that ended.</summary>
internal static class InputEnd
{
    /// <summary>Kills this process when its standard input ends. The servers roll back what it had under way.</summary>
    public static void KillsThisProcess() => new Thread(Wait) { IsBackground = true, Name = "end of input" }.Start();

    private static void Wait()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
                // Nothing is said there; only the end counts.
            }
        }
        catch (IOException)
        {
            // A pipe that is broken has ended, too.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
