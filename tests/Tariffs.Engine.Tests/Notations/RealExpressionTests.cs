using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Tests.Notations;

/// <summary>Every distinct duty of real tariffs.</summary>
public sealed class RealExpressionTests(ITestOutputHelper output)
{
    private const double ShareMin = 0.95;

    private static readonly Dictionary<string, DutyNotation> Notations = new()
    {
        ["taric-text"] = DutyNotation.Taric,
        ["eu-display"] = DutyNotation.Eu,
        ["us-general"] = DutyNotation.Us,
        ["us-column2"] = DutyNotation.Us,
    };

    [Fact]
    public void TryRead_RealExpressions_AreReadOrRefusedWithTheReason()
    {
        foreach (var grammar in Expressions().GroupBy(row => row["grammar"]))
        {
            var (read, refused) = (0, 0);
            foreach (var text in grammar.Select(row => row["expression"]))
            {
                if (DutyNotations.TryRead(text, Notations[grammar.Key], out var expression, out var error))
                {
                    read++;
                    Assert.Equal(expression, DutyExpression.Parse(expression.ToString()));
                    continue;
                }

                refused++;
                output.WriteLine($"  {error}: {text[..Math.Min(text.Length, 80)]}");
            }

            var share = (double)read / (read + refused);
            output.WriteLine($"{grammar.Key}: {read} of {read + refused} read, {share:P1}");
            Assert.True(share >= ShareMin, $"{grammar.Key}: {share:P1}");
        }
    }

    [Fact]
    public void TryRead_RealExpressionInSeveralNotations_MeansTheSame()
    {
        foreach (var row in Expressions())
        {
            List<DutyExpression> read = [];
            foreach (var notation in Enum.GetValues<DutyNotation>())
            {
                if (DutyNotations.TryRead(row["expression"], notation, out var expression, out _))
                    read.Add(expression);
            }

            Assert.True(read.Distinct().Count() <= 1, row["expression"]);
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Expressions()
    {
        var file = SharedData.Find("duty-expressions-real.csv");
        Assert.SkipWhen(file is null, "The file of real duties is not beside this checkout.");
        return SharedData.Rows(file).Where(row => Notations.ContainsKey(row["grammar"]));
    }
}
