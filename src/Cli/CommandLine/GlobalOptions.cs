using System.CommandLine;

namespace CrmClub.Cli.CommandLine;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Club = new("--club")
    {
        Description = "A folder with a club, or its address; with an access token in CRMCLUB_TOKEN the gRPC address of "
            + "any club (default: the club of this checkout)",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string?> As = new("--as")
    {
        Description = "An identity of the developer's club, for instance customs-de, secretariat, approver",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON document; JSON Lines where there are many",
        Recursive = true,
    };

    public static readonly Option<DateOnly?> On = new("--on")
    {
        Description = "The day asked about (default: today)",
        HelpName = "YYYY-MM-DD",
        Recursive = true,
        CustomParser = Days.Parse,
    };

    public static readonly Option<int> Within = new("--within")
    {
        Description = "Seconds after which a call is given up (default: 20)",
        HelpName = "SECONDS",
        Recursive = true,
        DefaultValueFactory = _ => 20,
    };

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "No colour, even on a terminal",
        Recursive = true,
    };

    public static IEnumerable<Option> All => [Club, As, Json, On, Within, NoColor];
}
