using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Postgres.Connection;

/// <summary>One side's connection settings, read as psql reads them: libpq URI, <c>key=value</c> pairs or a database's name, completed
/// from a service file, <c>PG…</c> variables, a password file and libpq's defaults. Its text form holds no secret.</summary>
public sealed record ServerConnection
{
    private static readonly Dictionary<string, TargetSession> TargetSessions = new(StringComparer.Ordinal)
    {
        ["any"] = TargetSession.Any, ["read-write"] = TargetSession.ReadWrite, ["read-only"] = TargetSession.ReadOnly,
        ["primary"] = TargetSession.Primary, ["standby"] = TargetSession.Standby, ["prefer-standby"] = TargetSession.PreferStandby,
    };

    private static readonly Dictionary<string, bool> LoadBalancing = new(StringComparer.Ordinal) { ["disable"] = false, ["random"] = true };

    private static readonly Dictionary<string, ChannelBinding> ChannelBindings = new(StringComparer.Ordinal)
    {
        ["disable"] = ChannelBinding.Disable, ["prefer"] = ChannelBinding.Prefer, ["require"] = ChannelBinding.Require,
    };

    private static readonly Dictionary<string, GssEncryptionMode> GssModes = new(StringComparer.Ordinal)
    {
        ["disable"] = GssEncryptionMode.Disable, ["prefer"] = GssEncryptionMode.Prefer, ["require"] = GssEncryptionMode.Require,
    };

    private readonly Password? _password;
    private readonly PasswordFile _passwordFile;

    private ServerConnection(ConnectionSettings settings, ConnectionEnvironment environment)
    {
        Role = settings.Role;
        Hosts = HostList.Read(settings, environment);
        User = settings["user"] ?? environment.OsUser
            ?? throw ConnectionSyntax.Malformed(Role, "names no user, and the operating system has no name for this one", "Give user=….");
        Database = settings["dbname"] ?? User;
        Tls = TlsSettings.Read(settings, environment);
        ConnectTimeout = ReadConnectTimeout(settings);
        ApplicationName = settings["application_name"];
        Options = settings["options"];
        RequireAuth = RequiredAuthentication.Read(settings);
        KerberosServiceName = settings["krbsrvname"];
        TargetSession = settings.Choice("target_session_attrs", TargetSessions) ?? TargetSession.Any;
        ShufflesHosts = settings.Choice("load_balance_hosts", LoadBalancing) ?? false;
        ChannelBinding = settings.Choice("channel_binding", ChannelBindings) ?? ChannelBinding.Prefer;
        Gss = settings.Choice("gssencmode", GssModes) ?? GssEncryptionMode.Disable;
        KeepAlive = KeepAliveSettings.Read(settings);
        _password = settings["password"] is { } password ? new Password(password) : null;
        _passwordFile = _password is null ? ReadPasswordFile(settings, environment) : PasswordFile.None;
        Notes = settings.Notes;
    }

    /// <summary>The database to connect to.</summary>
    public string Database { get; internal init; }

    /// <summary>The role to connect as.</summary>
    public string User { get; }

    /// <summary>The hosts that are tried, in order.</summary>
    public IReadOnlyList<ServerHost> Hosts { get; private init; }

    /// <summary>Settings that do not take effect, one sentence each, for the user to see.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary><c>source</c> or <c>target</c>, as messages name this side.</summary>
    public string Role { get; }

    internal TlsSettings Tls { get; }

    internal TimeSpan? ConnectTimeout { get; }

    internal string? ApplicationName { get; }

    internal string? Options { get; }

    internal string? RequireAuth { get; }

    internal string? KerberosServiceName { get; }

    internal TargetSession TargetSession { get; }

    internal bool ShufflesHosts { get; }

    internal ChannelBinding ChannelBinding { get; }

    internal GssEncryptionMode Gss { get; }

    internal KeepAliveSettings KeepAlive { get; }

    /// <summary>Reads <paramref name="text"/>, completed from <paramref name="environment"/>. Anything wrong with it is a
    /// <see cref="Migration.Failures.RefusedException"/> with exit code 1, which names the parameter, its value and where it came from,
    /// and never a password.</summary>
    /// <param name="text">The connection text.</param>
    /// <param name="role"><c>source</c> or <c>target</c>; messages use it.</param>
    /// <param name="environment">The variables and files to complete it from.</param>
    public static ServerConnection Parse(string text, string role, ConnectionEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(environment);
        return new ServerConnection(ConnectionSettings.Gather(text, role, environment), environment);
    }

    /// <summary>Returns <c>host:port/database</c>, hosts separated by commas; no user, no password.</summary>
    public string Describe() => $"{string.Join(',', Hosts)}/{Database}";

    /// <inheritdoc cref="Describe"/>
    public override string ToString() => Describe();

    /// <summary>Returns the same settings with one host only.</summary>
    internal ServerConnection WithHost(ServerHost host) => this with { Hosts = [host] };

    /// <summary>Returns the password for one of the hosts, or null where none is known.</summary>
    internal Password? PasswordFor(ServerHost host) => _password ?? _passwordFile.Find(FileName(host), host.Port, Database, User);

    // libpq looks a socket in its default folder up as localhost.
    private static string FileName(ServerHost host) => host.IsSocket && HostList.IsDefaultFolder(host.Name) ? "localhost" : host.Name;

    private static TimeSpan? ReadConnectTimeout(ConnectionSettings settings) => settings.Integer("connect_timeout") switch
    {
        null => Timeouts.Connect,
        <= 0 => null,
        var seconds => TimeSpan.FromSeconds(Math.Min(seconds.Value, 1024)),
    };

    private static PasswordFile ReadPasswordFile(ConnectionSettings settings, ConnectionEnvironment environment)
    {
        var path = settings["passfile"] ?? (environment.HomeFolder is { } home ? Path.Combine(home, ".pgpass") : null);
        if (path is null)
            return PasswordFile.None;
        var (file, note) = PasswordFile.Read(path, environment);
        settings.Note(note);
        return file;
    }
}
