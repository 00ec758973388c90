using System.Text;
using CrmClub.Contracts.Json;
using Google.Protobuf;
using nietras.SeparatedValues;

namespace CrmClub.Data.Tests;

/// <summary>The checkout's data, and the public reference data that may lie beside the checkout.</summary>
internal static class DataFolder
{
    /// <summary>Folder of CrmClub.sln.</summary>
    public static string Root { get; } = Up(AppContext.BaseDirectory, folder =>
        File.Exists(Path.Combine(folder, "CrmClub.sln"))) ?? throw new DirectoryNotFoundException("CrmClub.sln");

    public static string PathOf(string relative) => Path.Combine(Root, "data", relative);

    public static string Text(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>A document, read as services read it: an unknown or repeated field is a fault.</summary>
    public static T Document<T>(string relative) where T : IMessage<T>, new() => Parse<T>(Text(relative));

    public static T Parse<T>(string json) where T : IMessage<T>, new() =>
        StrictJson.Read<T>(Encoding.UTF8.GetBytes(json));

    /// <summary>A file of the public reference data; the test is skipped where it is absent.</summary>
    public static string Reference(string name)
    {
        var found = Up(Root, folder => File.Exists(Path.Combine(folder, "shared", "data", name)));
        Assert.SkipWhen(found is null, $"shared/data/{name} is not beside the checkout");
        return Path.Combine(found!, "shared", "data", name);
    }

    /// <summary>The rows of a CSV file by column name, quotes undone.</summary>
    public static List<Dictionary<string, string>> Csv(string path)
    {
        using var reader = Sep.New(',').Reader(o => o with { Unescape = true }).FromFile(path);
        var names = reader.Header.ColNames;
        var rows = new List<Dictionary<string, string>>();
        foreach (var row in reader)
        {
            var values = new Dictionary<string, string>(names.Count, StringComparer.Ordinal);
            foreach (var name in names)
                values[name] = row[name].ToString();
            rows.Add(values);
        }
        return rows;
    }

    private static string? Up(string from, Func<string, bool> holds)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (holds(folder.FullName))
                return folder.FullName;
        }
        return null;
    }
}
