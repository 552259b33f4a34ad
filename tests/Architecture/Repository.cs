namespace ActorMigrate.Architecture.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    // .git is a file in a linked worktree.
    private static readonly string[] Made = ["bin", "obj", ".git", ".build", "TestResults", "node_modules", ".vs", ".idea"];

    /// <summary>Its top folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The files below a folder, apart from what builds and tools make, as paths from the top.</summary>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*") =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)), pattern).Select(file => Path.GetRelativePath(Root, file.FullName))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of one file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The lines of one file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Where(file => !Made.Contains(file.Name)).Concat(
            folder.EnumerateDirectories().Where(child => !Made.Contains(child.Name)).SelectMany(child => Walk(child, pattern)));

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "ActorMigrate.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run from a checkout."));
}
