namespace ActorMigrate.TestServers;

/// <summary>The checkout that the tests were built from. Found at run time: deterministic builds leave no true paths in
/// assemblies.</summary>
public static class Checkout
{
    /// <summary>Its top folder.</summary>
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Returns the text of a file, named from the top folder.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ActorMigrate.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run from a checkout."));
}
