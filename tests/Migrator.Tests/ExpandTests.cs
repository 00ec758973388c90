using System.Text.RegularExpressions;

namespace CrmClub.Migrator.Tests;

/// <summary>
/// A new schema serves the former build still: it runs beside the new one while a club is upgraded. What takes away is
/// a script of a later release, and says so by a line that begins with "-- Contract:" and tells since when nothing uses
/// it.
/// </summary>
public sealed partial class ExpandTests
{
    private const string Marker = "-- Contract:";

    // There was no build before the first release that could have run beside them.
    private static readonly string[] OfTheFirstRelease =
    [
        "Declarations/0060-revisions-by-month.sql", "Membership/0004-customs-systems.sql",
        "Suppliers/0050-transfers.sql",
    ];

    [Fact]
    public void Scripts_All_TakeNothingAwayUnlessTheySaySo()
    {
        var scripts = ServiceSchema.All.SelectMany(service => service.ScriptFolders).Distinct().SelectMany(Script.In);

        var faults = scripts.Where(script => !OfTheFirstRelease.Contains(script.Name))
            .SelectMany(script => Taken(script.Text).Select(statement => $"{script.Name}: {statement}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void Scripts_OfTheFirstRelease_WouldBeFound() =>
        Assert.All(OfTheFirstRelease, name => Assert.NotEmpty(
            Taken(Script.In(name.Split('/')[0]).Single(script => script.Name == name).Text)));

    [Theory]
    [InlineData("DROP TABLE former;")]
    [InlineData("DROP VIEW IF EXISTS former;")]
    [InlineData("ALTER TABLE declaration DROP COLUMN lrn;")]
    [InlineData("ALTER TABLE declaration\n  ADD COLUMN other text,\n  DROP lrn;")]
    [InlineData("ALTER TABLE declaration RENAME COLUMN lrn TO reference;")]
    [InlineData("ALTER TABLE declaration RENAME TO entry;")]
    [InlineData("ALTER TABLE declaration ALTER COLUMN lrn SET NOT NULL;")]
    [InlineData("ALTER TABLE declaration ALTER COLUMN lrn DROP DEFAULT;")]
    [InlineData("ALTER TABLE declaration ALTER lrn TYPE bytea USING lrn::bytea;")]
    [InlineData("ALTER TABLE declaration ADD COLUMN other numeric(9, 2) NOT NULL, ADD third text DEFAULT '';")]
    [InlineData("REVOKE UPDATE ON declaration FROM $app$;")]
    public void Statement_ThatTakesAway_IsFound(string statement)
    {
        Assert.NotEmpty(Taken(statement));
        Assert.Empty(Taken($"{Marker} since 0.2 nothing reads it.\n{statement}"));
    }

    [Theory]
    [InlineData("CREATE TABLE other (id int NOT NULL);")]
    [InlineData("ALTER TABLE declaration ADD COLUMN other text;")]
    [InlineData("ALTER TABLE declaration ADD COLUMN other text NOT NULL DEFAULT 'a, b', ADD COLUMN third int;")]
    [InlineData("ALTER TABLE declaration ALTER COLUMN lrn DROP NOT NULL;")]
    [InlineData("ALTER TABLE declaration DROP CONSTRAINT lrn_check, ADD CHECK (lrn <> '');")]
    [InlineData("DROP INDEX declaration_by_day;")]
    [InlineData("-- DROP TABLE former;\nGRANT SELECT ON declaration TO $app$;")]
    public void Statement_ThatOnlyAdds_IsNotFound(string statement) => Assert.Empty(Taken(statement));

    private static IEnumerable<string> Taken(string script) => script.Contains(Marker)
        ? []
        : Comment().Replace(script, "").Split(';').Where(Takes).Select(statement => statement.Trim());

    private static bool Takes(string statement) => Removal().IsMatch(statement)
        || (AlterTable().IsMatch(statement) && Clause().Split(statement).Any(clause =>
            Change().IsMatch(clause) || (Addition().IsMatch(clause) && Required().IsMatch(clause)
                && !Given().IsMatch(clause))));

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\bDROP\s+(TABLE|VIEW|MATERIALIZED|FUNCTION|SEQUENCE|SCHEMA|TYPE)\b|\bREVOKE\b.*\bFROM\s+\$app\$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Removal();

    [GeneratedRegex(@"\bALTER\s+TABLE\b", RegexOptions.IgnoreCase)]
    private static partial Regex AlterTable();

    [GeneratedRegex(@",\s*(?=(?:ADD|ALTER|DROP|RENAME)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Clause();

    [GeneratedRegex(
        @"\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bDROP\s+(?!CONSTRAINT\b|NOT\s+NULL\b)|"
        + @"\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Change();

    [GeneratedRegex(@"\bADD\s+(?!CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)", RegexOptions.IgnoreCase)]
    private static partial Regex Addition();

    [GeneratedRegex(@"\bNOT\s+NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex Required();

    [GeneratedRegex(@"\b(DEFAULT|GENERATED)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Given();
}
