namespace ActorMigrate.Host.Report.Rendering;

/// <summary>Writes tables with a caption and headings that a screen reader reads with each cell.</summary>
internal static class PageTable
{
    /// <summary>Writes one; a heading that begins with # has numbers below it. The first cell of a row is its heading.</summary>
    public static void Write(HtmlText html, string caption, IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)).Open("table")
            .Element("caption", caption).Open("thead").Open("tr");
        foreach (var heading in headings)
            html.Element("th", heading.TrimStart('#'), ("scope", "col"), ("class", ClassOf(heading)));
        html.Close().Close().Open("tbody");
        foreach (var row in rows)
        {
            html.Open("tr").Element("th", row[0], ("scope", "row"));
            for (var i = 1; i < row.Length; i++)
                html.Element("td", row[i], ("class", ClassOf(headings[i])));
            html.Close();
        }

        html.Close().Close().Close();
    }

    private static string ClassOf(string heading) => heading.StartsWith('#') ? "number" : "words";
}
