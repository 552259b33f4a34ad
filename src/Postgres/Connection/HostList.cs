using System.Globalization;
using System.Net;

namespace ActorMigrate.Postgres.Connection;

/// <summary>Reads <c>host</c>, <c>hostaddr</c> and <c>port</c>: lists of equal length, or one port for all.</summary>
internal static class HostList
{
    private const int DefaultPort = 5432;
    private static readonly string[] SocketFolders = ["/var/run/postgresql", "/tmp"];

    /// <summary>Returns the hosts to try, in order; never empty.</summary>
    public static IReadOnlyList<ServerHost> Read(ConnectionSettings settings, ConnectionEnvironment environment)
    {
        var names = Split(settings["host"]);
        var addresses = Split(settings["hostaddr"]);
        if (names.Length > 0 && addresses.Length > 0 && names.Length != addresses.Length)
            throw settings.Invalid(
                "hostaddr", $"lists {addresses.Length} addresses for {names.Length} hosts", "Give as many addresses as hosts.");
        var count = Math.Max(1, Math.Max(names.Length, addresses.Length));
        var ports = Split(settings["port"]);
        if (ports.Length > 1 && ports.Length != count)
            throw settings.Invalid(
                "port", $"lists {ports.Length} ports for {count} hosts", "Give one port for all hosts, or one for each.");
        return [.. Enumerable.Range(0, count).Select(
            i => Host(At(names, i), At(addresses, i), Port(ports.Length == 1 ? ports[0] : At(ports, i), settings), settings, environment))];
    }

    /// <summary>Tells whether a socket's folder is one that is looked at when no host is given.</summary>
    public static bool IsDefaultFolder(string folder) => SocketFolders.Contains(folder.TrimEnd('/'));

    private static ServerHost Host(string name, string address, int port, ConnectionSettings settings, ConnectionEnvironment environment)
    {
        if (address.Length > 0)
        {
            return IPAddress.TryParse(address, out _)
                ? new ServerHost(name.Length > 0 ? name : address, address, port)
                : throw settings.Invalid("hostaddr", "is not an IP address", "Give the address in hostaddr, and the name in host.");
        }

        return new ServerHost(name.Length > 0 ? name : DefaultHost(port, environment), null, port);
    }

    // Where libpq has the one socket folder that it was built with, the folders in use are looked at.
    private static string DefaultHost(int port, ConnectionEnvironment environment) =>
        SocketFolders.FirstOrDefault(folder => environment.SocketExists($"{folder}/.s.PGSQL.{port}")) ?? "localhost";

    private static int Port(string text, ConnectionSettings settings)
    {
        if (text.Length == 0)
            return DefaultPort;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw settings.Invalid("port", "is not a number from 1 to 65535", "Give the port that the server listens on; 5432 is usual.");
    }

    private static string[] Split(string? list) => list is null ? [] : [.. list.Split(',').Select(item => item.Trim())];

    private static string At(string[] items, int index) => index < items.Length ? items[index] : "";
}
