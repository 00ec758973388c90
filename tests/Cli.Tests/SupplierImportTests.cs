namespace CrmClub.Cli.Tests;

/// <summary>What a table's own faults are, is said without a club.</summary>
public sealed class SupplierImportTests
{
    private const string Operators = "key,name,country,lei,eori,jcn,national,national_country\n";

    private const string Facilities =
        "operator,name,country,kind,latitude,longitude,place,capacities_from,scopes\n";

    [Fact]
    public async Task Import_ManyFaults_NamesEachByFileLineAndColumn()
    {
        var run = await ImportAsync(
            Operators
            + "a,One,MY,0000DEMO0000MYEXP051,,,,\n"
            + "a,\"Two\nlines\",XX,,EL1,,9144030071526726XH,CN\n"
            + "b,Three,MY,,,,1,ZZ\n"
            + "c,Four,MY,,,,,\n"
            + "d,Five,MY\n",
            Facilities
            + "a,Plant,MY,plant,1,1,,,Dy separated-compound 1; Dy 2\n"
            + "x,Plant,MY,mine,,,,,Dy ore 1\n"
            + "O-0001,Plant,MY,mine,,,,,Dy ore 1\n"
            + "O-0001,Plant,MY,mine,,,,,Dy ore 1\n");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            [
                "o.csv, line 7 FIELDS",
                "o.csv, line 2, column lei LEI_CHECK_DIGITS",
                "o.csv, line 3, column key UNIQUE",
                "o.csv, line 3, column country COUNTRY_CODE",
                "o.csv, line 3, column eori EORI_COUNTRY",
                "o.csv, line 3, column national NATIONAL_NUMBER_CHECK",
                "o.csv, line 5, column national_country COUNTRY_CODE",
                "o.csv, line 6, column lei COUNT",
                "f.csv, line 2, column kind KIND",
                "f.csv, line 2, column scopes SCOPE",
                "f.csv, line 3, column operator OPERATOR",
                "f.csv, line 5, column name UNIQUE",
            ],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PlaceAndRule));
    }

    [Theory]
    [InlineData("", "o.csv COLUMNS")]
    [InlineData("key,name,name,age\n1,2,3,4\n", "o.csv, line 1, column country REQUIRED")]
    [InlineData(Operators + "a,\"open,MY,,,,,\n", "o.csv, line 2 QUOTE")]
    public async Task Import_ATableThatIsNone_SaysWhatItLacks(string table, string expected)
    {
        var run = await ImportAsync(table, null);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PlaceAndRule));
    }

    [Fact]
    public async Task Import_Nothing_EndsWith2() =>
        Assert.Equal(2, (await Program.RunAsync("supplier", "import")).ExitCode);

    private static string PlaceAndRule(string sentence) =>
        $"{sentence.Split(": ")[0]} {sentence.Split('(', ')').First(part => part.Length > 0 && part.All(IsOfARule))}";

    private static bool IsOfARule(char c) => char.IsAsciiLetterUpper(c) || c == '_';

    private static async Task<Run> ImportAsync(string operators, string? facilities)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "o.csv"), operators);
        string[] words = ["supplier", "import", "--operators", Path.Combine(folder, "o.csv")];
        if (facilities is null)
            return await Program.RunAsync(words);
        await File.WriteAllTextAsync(Path.Combine(folder, "f.csv"), facilities);
        return await Program.RunAsync([.. words, "--facilities", Path.Combine(folder, "f.csv")]);
    }
}
