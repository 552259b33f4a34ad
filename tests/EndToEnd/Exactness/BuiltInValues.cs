namespace ActorMigrate.EndToEnd.Tests.Exactness;

/// <summary>Values of every built-in type that are easily lost or changed on the way.</summary>
internal static class BuiltInValues
{
    private static readonly string[] Texts =
    [
        "", " ", "\\N", "\\.", "\\", "\\\\", "a\tb", "a\r\nb", "\r", "\n", "\\r", "NULL", "null", "'", "''", "\"", "$1", "{}",
        "(,)", "%s", "{0}",
        "\u0001\u0008\u000b\u001f\u007f", "ünïcödé", "日本語", "😀 👩‍👩‍👧", "e\u0301", "\u00a0\u200b\ufeff", "\ufffd", new('x', 5000),
    ];

    private static readonly string[] Numbers = ["0", "1", "-1", "42"];

    private static readonly string[] Floats =
        ["0", "-0", "NaN", "Infinity", "-Infinity", "1.1", "0.1", "1e-7", "123456.789", "-1.5"];

    private static readonly string[] Dates =
        ["2024-01-02", "2024-12-31", "infinity", "-infinity", "4713-01-01 BC", "0001-12-31 BC", "0001-01-01"];

    private static readonly string[] Times = ["00:00", "24:00", "12:34:56.789012", "23:59:59.999999"];

    // In the order of the manual's chapter 8, and then what is only in the catalogs.
    private static readonly Dictionary<string, string[]> ByType = new()
    {
        ["int2"] = [.. Numbers, "32767", "-32768"],
        ["int4"] = [.. Numbers, "2147483647", "-2147483648"],
        ["int8"] = [.. Numbers, "9223372036854775807", "-9223372036854775808"],
        ["numeric"] =
        [
            .. Numbers, "NaN", "Infinity", "-Infinity", "1.10", "1.100", "0.00000", "-0.0000000001", "1e-16383", "1e131071", "-9e131071",
            "12345678901234567890.123456789012345678901234567890", "9999999999999999", "10000", "0.0001",
        ],
        ["float4"] = [.. Floats, "3.4028235e38", "1.1754944e-38", "1e-45", "16777217"],
        ["float8"] =
            [.. Floats, "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324", "0.30000000000000004", "9007199254740993", "1e22"],
        ["money"] = ["0", "-0.01", "92233720368547758.07", "-92233720368547758.08", "1234.56"],
        ["bpchar"] = [.. Texts, "trailing   "],
        ["varchar"] = [.. Texts, "trailing   "],
        ["text"] = [.. Texts, "trailing   "],
        ["name"] = ["", "a\\b\"c'", "ünïcödé", new('n', 63)],
        ["char"] = ["", "a", "\\", "\"", "\\377", "\\200"],
        ["bytea"] =
        [
            @"\x", @"\x00", @"\xff", @"\x5c4e", @"\x5c2e", @"\x0a0d09",
            @"\x" + string.Concat(Enumerable.Range(0, 256).Select(value => $"{value:x2}")),
        ],
        ["timestamp"] = [.. Dates, "294276-12-31 23:59:59.999999", "2024-02-29 12:34:56.789012"],
        ["timestamptz"] =
        [
            .. Dates, "294276-12-31 23:59:59.999999+00", "2024-03-31 01:30:00+00", "2024-10-27 00:30:00.000001+00",
            "1883-11-18 12:03:58-04:56:02",
        ],
        ["date"] = [.. Dates, "5874897-12-31"],
        ["time"] = Times,
        ["timetz"] = [.. Times.Select(time => time + "+00"), "00:00+15:59:59", "24:00-15:59:59", "12:00:00.5-03:30"],
        ["interval"] =
        [
            "0", "1 year 2 months 3 days 4 hours 5 minutes 6.789012 seconds", "-1 year 2 days -3 hours", "178000000 years",
            "-178000000 years",
            "2147483647 days", "1 month -1 day", "-0.000001 seconds", "1 day", "24 hours",
        ],
        ["bool"] = ["true", "false"],
        ["point"] = ["(0,-0)", "(1e300,-1e-300)", "(NaN,Infinity)"],
        ["line"] = ["{1,-1,0.1}", "{0,1,-5e-324}"],
        ["lseg"] = ["[(0,0),(1.1,-2.2)]"],
        ["box"] = ["((1.1,2.2),(-3.3,-4.4))", "((0,0),(0,0))"],
        ["path"] = ["((0,0),(1,1),(2,0))", "[(0,0),(1,1),(2,0)]"],
        ["polygon"] = ["((0,0),(1.5,1),(2,-0.1))"],
        ["circle"] = ["<(1.1,2.2),3.3>", "<(0,0),0>", "<(1,1),Infinity>"],
        ["cidr"] = ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0"],
        ["inet"] = ["10.1.2.3/8", "10.1.2.3", "::1", "2001:db8::1/64", "::ffff:1.2.3.4"],
        ["macaddr"] = ["08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff"],
        ["macaddr8"] = ["08:00:2b:01:02:03:04:05"],
        ["bit"] = ["0", "1"],
        ["varbit"] = ["", "0", "101010101", new('1', 1000)],
        ["tsvector"] = ["", "'a':1A,2B 'b c':3 'it''s' 'back\\\\slash':16383", "ünïcödé:1,2,3"],
        ["tsquery"] = ["", "'a' & !( 'b':* | 'c':AB <3> 'it''s' )", "!!a <-> (b | c)"],
        ["uuid"] = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
        ["xml"] = ["<a b=\"ü\">\r\n&amp;&#9;</a>", "just text", "<a/><b/>", "<!-- c --><?pi x?>", ""],
        ["json"] = ["null", " { \"a\" : 1e400, \"a\":  -0 }", "[1.10, 1E-5, 123456789012345678901234567890]",
            "\"\\ud83d\\ude00 \\u0000\"", "\"\\\\N\""],
        ["jsonb"] = ["null", "{\"a\": 1.10, \"b\": [null, true, \"\\t\\\\\"]}", "123456789012345678901234567890.5", "-0", "[]",
            "\"\\ud83d\\ude00\""],
        ["jsonpath"] = ["$", "strict $.a[*] ? (@.\"b c\" > 1.5).size()", "lax $.**{2 to last}.x.datetime(\"HH:MI\")"],
        ["int4range"] = ["empty", "(,)", "[1,5)", "(,3)", "[7,)"],
        ["int8range"] = ["empty", "(,)", "[-9223372036854775808,9223372036854775807)"],
        ["numrange"] = ["empty", "(1.10,2.20]", "[NaN,NaN]", "(,Infinity)"],
        ["tsrange"] = ["(2024-01-02 03:04,infinity)", "[-infinity,0044-03-15 BC]", "(,)"],
        ["tstzrange"] = ["[\"2024-03-31 01:30:00+00\",infinity]", "empty"],
        ["daterange"] = ["[2024-01-02,2024-02-01)", "(,infinity)", "[infinity,]"],
        ["int4multirange"] = ["{}", "{[1,3),[5,9)}", "{(,)}"],
        ["int8multirange"] = ["{}", "{[1,3),[5,)}"],
        ["nummultirange"] = ["{}", "{(1.10,2.20],[3,NaN]}"],
        ["tsmultirange"] = ["{}", "{[2024-01-02,2024-01-03),(2025-01-01,infinity]}"],
        ["tstzmultirange"] = ["{}", "{(,2024-01-02),[2025-01-01,)}"],
        ["datemultirange"] = ["{}", "{[2024-01-02,2024-02-01),[2025-01-01,)}"],
        ["oid"] = ["0", "4294967295", "2200"],
        ["regclass"] = ["pg_class", "-", "4294967295", "information_schema.tables"],
        ["regcollation"] = ["\"C\"", "-", "4294967295"],
        ["regconfig"] = ["english", "simple"],
        ["regdictionary"] = ["english_stem", "simple"],
        ["regnamespace"] = ["public", "pg_catalog", "-"],
        ["regoper"] = ["0", "pg_catalog.||/"],
        ["regoperator"] = ["+(integer,integer)", "-(NONE,bigint)", "0"],
        ["regproc"] = ["now", "-", "4294967295"],
        ["regprocedure"] = ["sum(integer)", "substring(text,integer,integer)", "-"],
        ["regrole"] = ["pg_monitor", "-"],
        ["regtype"] = ["integer", "timestamp with time zone[]", "\"char\"", "-"],
        ["pg_lsn"] = ["0/0", "FFFFFFFF/FFFFFFFF", "16/B374D848"],
        ["txid_snapshot"] = ["10:20:10,14,15", "1:1:"],
        ["pg_snapshot"] = ["10:20:10,14,15", "1:1:"],
        ["xid"] = ["0", "4294967295"],
        ["xid8"] = ["0", "18446744073709551615"],
        ["cid"] = ["0", "4294967295"],
        ["tid"] = ["(0,0)", "(4294967295,65535)"],
        ["int2vector"] = ["", "1 2 3"],
        ["oidvector"] = ["", "1 4294967295"],
        ["refcursor"] = ["", "a \\cursor"],
        ["aclitem"] = ["=r/pg_monitor", "pg_read_all_data=arwdDxt*/pg_monitor"],
        // Types whose input functions refuse everything, so that a column of them holds nothing but NULL.
        ["gtsvector"] = [],
        ["pg_node_tree"] = [],
        ["pg_ndistinct"] = [],
        ["pg_dependencies"] = [],
        ["pg_mcv_list"] = [],
        ["pg_brin_bloom_summary"] = [],
        ["pg_brin_minmax_multi_summary"] = [],
    };

    /// <summary>The types, by their names in <c>pg_type</c>.</summary>
    public static IEnumerable<string> Types => ByType.Keys;

    /// <summary>A table for every type: a value a row, the values as arrays, and NULL; and one of all types together, which a
    /// user's type forces to travel as text.</summary>
    public static string Tables { get; } = $"""
        CREATE TYPE forces_text AS (a int, b text);
        {string.Concat(ByType.Select(type => Table(type.Key, type.Value)))}
        CREATE TABLE all_types AS
            SELECT i, NULL::forces_text, {string.Join(", ", ByType.Select(type => $"(SELECT value FROM \"of {type.Key}\" WHERE n = i) AS \"{type.Key}\""))}
              FROM generate_series(-2, 30) AS i;
        """;

    private static string Table(string type, string[] values)
    {
        var typeName = $"pg_catalog.\"{type}\"";
        if (values.Length == 0)
            return $"CREATE TABLE \"of {type}\" (n int, value {typeName}); INSERT INTO \"of {type}\" VALUES (1, NULL);\n";
        var literals = values.Select(value => $"E'{value.Replace("\\", "\\\\").Replace("'", "''")}'::{typeName}").ToList();
        var rows = literals.Select((value, i) => $"({i}, {value}, ARRAY[{value}, NULL, {literals[0]}])").Append("(-1, NULL, NULL)")
            .Append("(-2, NULL, '{}')");
        return $"""
            CREATE TABLE "of {type}" (n int, value {typeName}, list {typeName}[]);
            INSERT INTO "of {type}" VALUES {string.Join(", ", rows)};

            """;
    }
}
