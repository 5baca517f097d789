using System.Buffers.Binary;
using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Sealing;

/// <summary>Reads the carried form of a unit key record (EnvelopeFormat.md, 9).</summary>
internal ref struct CarriedRecord
{
    private ReadOnlySpan<byte> _rest;

    private CarriedRecord(ReadOnlySpan<byte> bytes) => _rest = bytes;

    internal static UnitKeyRecord Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CarriedRecord(bytes);
        if (reader.Take(1)[0] != Suite.Version)
        {
            throw new FormatException("Unknown version of a unit key record.");
        }

        var desk = reader.Text();
        var domain = Codes.Parse<KeyDomain>(reader.Text());
        var epoch = BinaryPrimitives.ReadInt32BigEndian(reader.Take(4));
        var created = reader.Time();
        var expires = reader.Time();
        var opening = reader.Take(PublicKey.Size).ToArray();
        var signing = reader.Take(VerifyingKey.Size).ToArray();
        var signer = reader.Text();
        var signature = reader.Take(reader.Take(1)[0]).ToArray();
        return reader._rest.IsEmpty
            ? new UnitKeyRecord(desk, domain, epoch, opening, created, expires, signing, signature, signer)
            : throw new FormatException("Bytes after the end of a unit key record.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            throw new FormatException("A unit key record is cut.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private string Text() => Encoding.ASCII.GetString(Take(Take(1)[0]));

    private DateTimeOffset Time()
    {
        var seconds = BinaryPrimitives.ReadInt64BigEndian(Take(8));
        return seconds is >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new FormatException("A time of a unit key record is out of range.");
    }
}
