using System.Diagnostics;
using System.Globalization;
using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.TestServers;

/// <summary>kill -9 of all processes of a server at once, as a machine ends that loses power.</summary>
public static class ServerCrash
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Comes back when none of them is left, so that the server can be started again.</summary>
    public static async Task KillAsync(LocalServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        // Stopped first: a postmaster starts new processes for those that it loses.
        Signal("STOP", server.Pid);
        var all = Children(server.Pid).Append(server.Pid).ToArray();
        Signal("KILL", all);
        using var deadline = new CancellationTokenSource(Patience);
        while (all.Any(IsAlive))
            await Task.Delay(20, deadline.Token);
    }

    /// <summary>The processes that a process has started and that live.</summary>
    public static IEnumerable<int> Children(int pid) => Directory.GetDirectories($"/proc/{pid}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    internal static void Signal(string signal, params int[] pids)
    {
        using var kill = Process.Start("kill", ["-s", signal, .. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
    }

    /// <summary>Tells whether a server is stopped, or dead where a system tells that of processes which nobody has waited for.</summary>
    internal static bool IsDown(LocalServer server) => server.Pid == 0 || (Directory.Exists("/proc/self") && !IsAlive(server.Pid));

    private static bool IsAlive(int pid)
    {
        try
        {
            // The state stands after the name, which is in parentheses; Z is dead and not yet waited for.
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
