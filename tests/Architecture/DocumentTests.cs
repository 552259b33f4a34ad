using System.Text.RegularExpressions;

namespace ActorMigrate.Architecture.Tests;

/// <summary>Files and folders that the documents name exist.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Files_and_folders_that_a_document_names_exist()
    {
        var files = Repository.Files().Select(path => "/" + path).ToList();
        var named = Repository.Files("docs", "*.md").Append("CONTRIBUTING.md").Append("README.md")
            .SelectMany(document =>
                SourceFile().Matches(Repository.Read(document)).Select(match => (Document: document, Name: match.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Where(one => !files.Exists(file =>
            file.EndsWith("/" + one.Name, StringComparison.Ordinal)
                || file.Contains($"/{one.Name.TrimEnd('/')}/", StringComparison.Ordinal))));
    }

    [GeneratedRegex(@"`((?:[A-Za-z.-]+/)*[A-Za-z.-]+\.(?:cs|sql|conf)|(?:src|tests|bench|hocon)/[A-Za-z/]+)`")]
    private static partial Regex SourceFile();
}
