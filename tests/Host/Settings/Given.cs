using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Settings;

/// <summary>Settings from flags, variables and a file's text, read as the command line reads them.</summary>
internal sealed class Given : IDisposable
{
    private readonly Dictionary<string, IReadOnlyList<string>> _flags = new()
    {
        ["source"] = ["postgresql://u:secret@localhost/a"],
        ["target"] = ["postgresql://u:secret@localhost/b"],
    };

    private readonly Dictionary<string, string> _environment = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-settings-");
    private string? _file;

    public Given Flag(string key, params string[] values)
    {
        _flags[key] = values;
        return this;
    }

    public Given NoFlag(string key)
    {
        _flags.Remove(key);
        return this;
    }

    public Given Variable(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public Given File(string hocon)
    {
        _file = Path.Combine(_folder.FullName, "mine.conf");
        System.IO.File.WriteAllText(_file, hocon);
        return this;
    }

    public Given FileAt(string path)
    {
        _file = path;
        return this;
    }

    public RunSettings Read(int processors = 4) => SettingsReader.Read(_flags, _environment, _file, processors);

    /// <summary>The message that the settings are refused with, the file called by its name alone.</summary>
    public string Refusal()
    {
        var refused = Assert.Throws<RefusedException>(() => Read());
        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.NotEmpty(refused.Remedy);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        return refused.Message.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
