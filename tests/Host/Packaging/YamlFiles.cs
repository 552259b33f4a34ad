using ActorMigrate.TestServers;
using YamlDotNet.RepresentationModel;

namespace ActorMigrate.Host.Tests.Packaging;

/// <summary>Reads the YAML files of the packaging.</summary>
internal static class YamlFiles
{
    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<YamlMappingNode> Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Checkout.Read(file)));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>The node at the end of a path of keys, and of numbers in sequences.</summary>
    public static YamlNode At(this YamlNode node, params object[] path) => path.Aggregate(node, (at, step) => step switch
    {
        int index => ((YamlSequenceNode)at).Children[index],
        _ => ((YamlMappingNode)at).Children[new YamlScalarNode((string)step)],
    });

    /// <summary>The text of the node at the end of a path.</summary>
    public static string TextAt(this YamlNode node, params object[] path) => ((YamlScalarNode)node.At(path)).Value!;

    /// <summary>The words of every list that is the value of <paramref name="key"/>, wherever it stands.</summary>
    public static IEnumerable<IReadOnlyList<string>> WordsOf(YamlNode node, string key) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child =>
            child.Key is YamlScalarNode { Value: var name } && name == key && child.Value is YamlSequenceNode words
                ? [[.. words.Children.Select(word => ((YamlScalarNode)word).Value!)]]
                : WordsOf(child.Value, key)),
        YamlSequenceNode list => list.Children.SelectMany(child => WordsOf(child, key)),
        _ => [],
    };

    /// <summary>The texts that are the value of <paramref name="key"/>, wherever they stand.</summary>
    public static IEnumerable<string> TextsOf(YamlNode node, string key) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child =>
            child.Key is YamlScalarNode { Value: var name } && name == key && child.Value is YamlScalarNode { Value: { } text }
                ? [text]
                : TextsOf(child.Value, key)),
        YamlSequenceNode list => list.Children.SelectMany(child => TextsOf(child, key)),
        _ => [],
    };
}
