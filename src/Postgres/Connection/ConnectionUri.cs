using System.Text;

namespace ActorMigrate.Postgres.Connection;

/// <summary>libpq's connection URI (PostgreSQL manual, 34.1.1.2):
/// <c>postgresql://[user[:password]@][host][:port][,…][/dbname][?param=value&amp;…]</c>, percent-encoding allowed in every part.</summary>
internal sealed class ConnectionUri
{
    private const string Encode = "Percent-encode special characters: @ is %40, / is %2F, : is %3A, ? is %3F, # is %23, % is %25.";
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly string _role;

    private ConnectionUri(string role) => _role = role;

    /// <summary>Tells whether <paramref name="text"/> has one of the two schemes.</summary>
    public static bool IsUri(string text) => Schemes.Any(s => text.StartsWith(s, StringComparison.Ordinal));

    /// <summary>Returns the parameters that the URI sets.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text, string role)
    {
        var uri = new ConnectionUri(role);
        var rest = text[Schemes.First(s => text.StartsWith(s, StringComparison.Ordinal)).Length..];
        rest = uri.ReadUser(rest);
        uri.RefuseStrayAt(rest);
        rest = uri.ReadHosts(rest);
        rest = uri.ReadDatabase(rest);
        uri.ReadQuery(rest);
        return uri._parameters;
    }

    private string ReadUser(string rest)
    {
        // As libpq: an @ before the first slash ends the credentials, whatever else stands before it.
        var end = rest.IndexOfAny(['@', '/']);
        if (end < 0 || rest[end] != '@')
            return rest;
        var credentials = rest[..end];
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        Set("user", colon < 0 ? credentials : credentials[..colon]);
        if (colon >= 0)
            Set("password", credentials[(colon + 1)..]);
        return rest[(end + 1)..];
    }

    // Most often the tail of a password that holds an @, / or ? of its own. Going on would show that tail as a host, port or database.
    private void RefuseStrayAt(string rest)
    {
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if ((query < 0 ? rest : rest[..query]).Contains('@', StringComparison.Ordinal))
            throw Malformed("has an @ that does not end user and password");
    }

    private string ReadHosts(string rest)
    {
        var hosts = new List<string>();
        var ports = new List<string>();
        while (true)
        {
            rest = ReadHost(rest, hosts);
            rest = ReadPort(rest, ports);
            if (!rest.StartsWith(','))
                break;
            rest = rest[1..];
        }

        if (hosts.Exists(h => h.Length > 0))
            _parameters["host"] = string.Join(',', hosts.Select(Decode));
        if (ports.Exists(p => p.Length > 0))
            _parameters["port"] = string.Join(',', ports.Select(Decode));
        return rest;
    }

    private string ReadHost(string rest, List<string> hosts)
    {
        if (!rest.StartsWith('['))
        {
            var end = EndOf(rest, ":/?,");
            hosts.Add(rest[..end]);
            return rest[end..];
        }

        var close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close <= 1)
            throw Malformed(close < 0 ? "opens an IPv6 address with [ and does not close it with ]" : "has an empty IPv6 address: []");
        if (close + 1 < rest.Length && !":/?,".Contains(rest[close + 1], StringComparison.Ordinal))
            throw Malformed("goes on after the ] of an IPv6 address with something other than :port, a comma, / or ?");
        hosts.Add(rest[1..close]);
        return rest[(close + 1)..];
    }

    private string ReadPort(string rest, List<string> ports)
    {
        if (!rest.StartsWith(':'))
        {
            ports.Add("");
            return rest;
        }

        var end = EndOf(rest, "/?,");
        var port = rest[1..end];
        if (port.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 && !port.Contains('%', StringComparison.Ordinal))
            throw Malformed("has a port that is not a number");
        ports.Add(port);
        return rest[end..];
    }

    private string ReadDatabase(string rest)
    {
        if (!rest.StartsWith('/'))
            return rest;
        var end = EndOf(rest, "?");
        if (end > 1)
            Set("dbname", rest[1..end]);
        return rest[end..];
    }

    private void ReadQuery(string rest)
    {
        if (rest.Length <= 1)
            return;
        foreach (var pair in rest[1..].Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw Malformed("has a query parameter without a value");
            if (pair.IndexOf('=', equals + 1) >= 0)
                throw Malformed($"has a second = in its query parameter \"{Decode(pair[..equals])}\"");
            SetQueryParameter(Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
        }
    }

    private void SetQueryParameter(string name, string value)
    {
        // JDBC's spelling, which libpq takes in URIs as well.
        if (name == "ssl" && value == "true")
            (name, value) = ("sslmode", "require");
        _parameters[name] = value;
    }

    private void Set(string name, string encoded)
    {
        if (encoded.Length > 0)
            _parameters[name] = Decode(encoded);
    }

    private string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
            return encoded;
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                var rune = char.IsHighSurrogate(encoded[i]) && i + 1 < encoded.Length ? encoded.Substring(i++, 2) : encoded[i].ToString();
                bytes.AddRange(Encoding.UTF8.GetBytes(rune));
                continue;
            }

            bytes.Add(Byte(encoded, i));
            i += 2;
        }

        return Text(bytes);
    }

    private byte Byte(string encoded, int percent)
    {
        if (percent + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[percent + 1]) || !char.IsAsciiHexDigit(encoded[percent + 2]))
            throw Malformed("holds a % that two hexadecimal digits do not follow");
        var value = Convert.ToByte(encoded.Substring(percent + 1, 2), 16);
        return value != 0 ? value : throw Malformed("holds %00, which no parameter can");
    }

    private string Text(List<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("holds percent-encoded bytes that are not UTF-8");
        }
    }

    private static int EndOf(string text, string terminators)
    {
        var end = text.AsSpan().IndexOfAny(terminators);
        return end < 0 ? text.Length : end;
    }

    private Exception Malformed(string cause) => ConnectionSyntax.Malformed(_role, cause, Encode);
}
