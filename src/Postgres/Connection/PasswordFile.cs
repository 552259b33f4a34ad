using System.Globalization;
using System.Text;

namespace ActorMigrate.Postgres.Connection;

/// <summary>A password file (PostgreSQL manual, 34.16): lines <c>host:port:database:user:password</c>, the first match wins,
/// <c>*</c> matches everything, <c>\:</c> and <c>\\</c> stand for themselves.</summary>
internal sealed class PasswordFile
{
    private const UnixFileMode OthersMayAccess =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly IReadOnlyList<string[]> _entries;

    private PasswordFile(IReadOnlyList<string[]> entries) => _entries = entries;

    /// <summary>No file, no entry.</summary>
    public static PasswordFile None { get; } = new([]);

    /// <summary>Reads the file, if there is one. One that others may read is left aside, as libpq does; the note says so.</summary>
    public static (PasswordFile File, string? Note) Read(string path, ConnectionEnvironment environment)
    {
        if (environment.FileMode(path) is { } mode && (mode & OthersMayAccess) != 0)
            return (None, $"The password file {path} is not used: others than its owner may access it (chmod 0600 {path}).");
        try
        {
            return environment.ReadFile(path) is { } text ? (Parse(text), null) : (None, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (None, $"The password file {path} is not used: {e.Message}");
        }
    }

    /// <summary>Returns the entries of the file's text; lines without five fields are passed over.</summary>
    public static PasswordFile Parse(string text) =>
        new([.. text.Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(Fields)
            .Where(fields => fields.Length == 5)]);

    /// <summary>Returns the password of the first entry that matches, or null.</summary>
    public Password? Find(string host, int port, string database, string user)
    {
        string[] wanted = [host, port.ToString(CultureInfo.InvariantCulture), database, user];
        var entry = _entries.FirstOrDefault(e => wanted.Zip(e).All(p => p.Second == "*" || Unescape(p.Second) == p.First));
        return entry is null ? null : new Password(Unescape(entry[4]));
    }

    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        var start = 0;
        for (var i = 0; i < line.Length && fields.Count < 4; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] == ':')
            {
                fields.Add(line[start..i]);
                start = i + 1;
            }
        }

        fields.Add(line[Math.Min(start, line.Length)..]);
        return [.. fields];
    }

    private static string Unescape(string field)
    {
        var value = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 1 < field.Length)
                i++;
            value.Append(field[i]);
        }

        return value.ToString();
    }
}
