using System.Buffers.Binary;
using System.Text;

namespace ActorMigrate.EndToEnd.Tests.Telemetry;

/// <summary>A message of protocol buffers, by the numbers of its fields; enough of the format for what OTLP sends.</summary>
internal sealed class ProtoMessage
{
    private readonly ILookup<int, (ulong Number, byte[] Bytes)> fields;

    private ProtoMessage(IEnumerable<(int Field, ulong Number, byte[] Bytes)> found) =>
        fields = found.ToLookup(field => field.Field, field => (field.Number, field.Bytes));

    /// <summary>Reads a message.</summary>
    public static ProtoMessage Read(byte[] bytes) => new(Fields(bytes).ToList());

    /// <summary>The messages in a field.</summary>
    public IEnumerable<ProtoMessage> Messages(int field) => fields[field].Select(found => Read(found.Bytes));

    /// <summary>The message in a field, an empty one where there is none.</summary>
    public ProtoMessage Message(int field) => Messages(field).FirstOrDefault() ?? Read([]);

    /// <summary>Whether it has the field.</summary>
    public bool Has(int field) => fields.Contains(field);

    /// <summary>The text in a field, an empty one where there is none.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    /// <summary>The bytes in a field as hexadecimal digits.</summary>
    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    /// <summary>The number in a field, 0 where there is none.</summary>
    public ulong Number(int field) => fields[field].FirstOrDefault().Number;

    /// <summary>The attributes in a field (KeyValue), their values as text.</summary>
    public Dictionary<string, string> Attributes(int field) =>
        Messages(field).ToDictionary(entry => entry.Text(1), entry => ValueOf(entry.Message(2)));

    private static string ValueOf(ProtoMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? (value.Number(2) != 0 ? "true" : "false")
        : value.Has(3) ? ((long)value.Number(3)).ToString()
        : value.Has(4) ? BitConverter.UInt64BitsToDouble(value.Number(4)).ToString("R")
        : "";

    private byte[] Bytes(int field) => fields[field].FirstOrDefault().Bytes ?? [];

    private static IEnumerable<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (field, Varint(bytes, ref at), []);
                    break;
                case 1:
                    yield return (field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), []);
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    yield return (field, 0, bytes[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return (field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), []);
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at {at}.");
            }
        }
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
