using System.Buffers;
using System.Text.Json;
using ActorMigrate.Control.Status;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The tables as they were seen last, each with the read at which it changed, so that a reader takes those alone that it does not
/// have.</summary>
internal sealed class TableVersions
{
    private const int MostInOne = 4000;

    private readonly Dictionary<int, (TableDetail Table, long ChangedAt)> _tables = [];
    private long _look;
    private int _epoch;

    /// <summary>Forgets all tables, as those of another migration.</summary>
    public void Clear()
    {
        _tables.Clear();
        _epoch++;
    }

    /// <summary>Takes the tables that were read last.</summary>
    public void Look(IReadOnlyList<TableDetail> tables)
    {
        _look++;
        // A migration that was begun anew may have fewer.
        if (tables.Count < _tables.Count)
            Clear();
        foreach (var table in tables)
        {
            if (!_tables.TryGetValue(table.Relation, out var before) || before.Table != table)
                _tables[table.Relation] = (table, _look);
        }
    }

    /// <summary>Returns the tables that a reader lacks, in batches.</summary>
    public IEnumerable<byte[]> Take(DashboardCursor cursor)
    {
        var isNew = cursor.TablesEpoch != _epoch;
        if (_look == 0 || (!isNew && cursor.Tables == _look))
            return [];
        var changed = _tables.Values.Where(one => isNew || one.ChangedAt > cursor.Tables).Select(one => one.Table).ToList();
        (cursor.Tables, cursor.TablesEpoch) = (_look, _epoch);
        if (changed.Count == 0 && !isNew)
            return [];
        return [.. changed.Chunk(MostInOne).DefaultIfEmpty([]).Select((tables, i) => Batch(isNew && i == 0, tables))];
    }

    /// <summary>Writes a table as an array, because there may be very many.</summary>
    private static byte[] Batch(bool reset, TableDetail[] tables)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("reset", reset);
            json.WriteStartArray("tables");
            foreach (var table in tables)
                Write(json, table);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, TableDetail table)
    {
        json.WriteStartArray();
        json.WriteNumberValue(table.Relation);
        json.WriteStringValue($"{table.Schema}.{table.Name}");
        json.WriteStringValue(table.Target);
        json.WriteStringValue(table.State);
        json.WriteNumberValue(table.EstimatedRows);
        json.WriteNumberValue(table.EstimatedBytes);
        json.WriteNumberValue(table.Rows);
        json.WriteNumberValue(table.Bytes);
        json.WriteNumberValue(table.Copies);
        json.WriteNumberValue(table.Copied);
        json.WriteNumberValue(table.Retries);
        json.WriteEndArray();
    }
}
