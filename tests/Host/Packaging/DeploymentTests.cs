using System.Diagnostics;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Tests.Documentation;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Packaging;

/// <summary>The files with which the program is run as a service, in containers and in Kubernetes.</summary>
public class DeploymentTests
{
    private static readonly string[] _manifests = ["packaging/kubernetes/coordinator.yaml", "packaging/kubernetes/workers.yaml"];
    private static readonly string[] _units = ["packaging/systemd/actormigrate.service", "packaging/systemd/actormigrate-worker@.service"];

    [Fact]
    public void The_commands_of_containers_are_ones_that_the_program_takes()
    {
        var compose = YamlFiles.Read("packaging/compose.yaml").SelectMany(
            document => YamlFiles.WordsOf(document, "command")
                .Select(words => Shown("packaging/compose.yaml", [.. words, "--listen", "name"])));
        var pods = _manifests.SelectMany(file => YamlFiles.Read(file).SelectMany(
            document => YamlFiles.WordsOf(document, "args").Select(words => Shown(file, words))));
        var all = compose.Concat(pods).ToList();

        Assert.Equal(["migrate", "worker", "migrate", "worker"], all.Select(shown => shown.Words[0]));
        ShownCommandTests.AllParse(all);
    }

    private static ShownCommand Shown(string file, IReadOnlyList<string> words) => new(file, string.Join(' ', words), words);

    [Fact]
    public void Secrets_are_files_and_pods_have_no_rights()
    {
        foreach (var document in _manifests.SelectMany(YamlFiles.Read))
        {
            var pod = document.At("spec", "template", "spec");
            Assert.Equal("false", pod.TextAt("automountServiceAccountToken"));
            Assert.Equal("true", pod.TextAt("securityContext", "runAsNonRoot"));
            Assert.Equal("actormigrate", pod.TextAt("volumes", 0, "secret", "secretName"));
            Assert.Equal("status.podIP", pod.TextAt("containers", 0, "env", 0, "valueFrom", "fieldRef", "fieldPath"));
            Assert.Empty(YamlFiles.TextsOf(document, "kind")
                .Where(kind => kind is "Service" or "Role" or "ClusterRole" or "RoleBinding").ToList());
            Assert.Empty(YamlFiles.TextsOf(document, "name").Where(name => KnownSettings.All.Any(setting =>
                setting.Shape == SettingShape.Secret && setting.Variable == name)).ToList());
        }
    }

    [Fact]
    public void The_variables_of_containers_are_settings()
    {
        var variables = _manifests.SelectMany(YamlFiles.Read).SelectMany(document => YamlFiles.TextsOf(document, "name"))
            .Where(name => name.StartsWith("ACTORMIGRATE_", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(variables);
        Assert.Empty(variables.Where(name => KnownSettings.All.All(setting => setting.Variable != name)).ToList());
    }

    [Fact]
    public void Files_that_kustomize_names_exist()
    {
        var kustomization = Assert.Single(YamlFiles.Read("packaging/kubernetes/kustomization.yaml"));

        var named = YamlFiles.WordsOf(kustomization, "resources").Single().Select(file => "packaging/kubernetes/" + file);
        Assert.Equal(_manifests, named);
        Assert.Equal("actormigrate", kustomization.TextAt("images", 0, "name"));
        Assert.All(_manifests.SelectMany(YamlFiles.Read), document =>
            Assert.Equal("actormigrate", document.TextAt("spec", "template", "spec", "containers", 0, "image")));
    }

    [Fact]
    public void The_settings_of_the_example_can_be_read()
    {
        var file = Path.Combine(Checkout.Folder, "packaging/actormigrate.conf.example");

        var here = SettingsReader.Read(new Dictionary<string, IReadOnlyList<string>>(), new Dictionary<string, string>(), file, 2);

        Assert.Contains("migration_reader", here.Source.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_of_services_are_ones_that_the_program_takes()
    {
        var all = _units.SelectMany(file => ShownCommands.OfText(file, Text(file))).ToList();

        Assert.Equal(["migrate", "worker"], all.Select(shown => shown.Words[0]));
        ShownCommandTests.AllParse(all);
    }

    // An ExecStart is a command behind the name of its key.
    private static string Text(string file) => Checkout.Read(file).Replace("ExecStart=", "ExecStart= ", StringComparison.Ordinal);

    [Fact]
    public async Task Systemd_takes_the_services()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            return;
        var folder = Directory.CreateTempSubdirectory("actormigrate-units-");
        try
        {
            // It looks for the program, too, which is not installed here.
            foreach (var unit in _units)
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, Path.GetFileName(unit).Replace("@", "@1", StringComparison.Ordinal)),
                    Checkout.Read(unit).Replace("/usr/local/bin/actormigrate", "/bin/true", StringComparison.Ordinal));

            var start = new ProcessStartInfo(
                "systemd-analyze", ["verify", "--man=no", .. Directory.GetFiles(folder.FullName)])
                { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var said = await process.StandardError.ReadToEndAsync() + await output;
            await process.WaitForExitAsync();

            Assert.Empty(said.Split('\n').Where(line => line.Contains("actormigrate", StringComparison.Ordinal)).ToList());
            Assert.True(process.ExitCode == 0, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
