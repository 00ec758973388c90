using System.CommandLine;
using System.Text.Json;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;

namespace CrmClub.Cli.Commands;

/// <summary><c>club move-clock</c>: another day for a developer's club.</summary>
internal static class ClockCommand
{
    private static readonly Argument<DateOnly?> Day = new("DATE")
    {
        Description = "The legal day that it is to be, YYYY-MM-DD (default: today)",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Days.Parse,
    };

    public static Command Create() => new Command("club", "Changes a developer's club.")
        .With(new ClubCommand("move-clock",
            "Moves the legal day of a developer's club; instants, tokens and time limits stay as they are. Without a "
            + "day the clock is right again.",
            """
            crmclub club move-clock 2027-03-31
            crmclub club move-clock
            """).With(Day).Runs(Move));

    private static int Move(Invocation invocation)
    {
        var club = invocation.Club;
        if (club.File.ClockFile.Length == 0)
            throw new CliException(ExitCodes.NotAllowed, "Only a developer's club has a clock that moves.",
                "Name the folder of one with --club.");
        var now = DateTimeOffset.UtcNow;
        var day = invocation.Get(Day) ?? LegalDay.In(LegalDay.Secretariat, now);
        var offset = LegalDay.OffsetTo(day, LegalDay.Secretariat, now);
        // Renamed into place: services look at it at any time.
        var draft = $"{club.File.ClockFile}.tmp";
        File.WriteAllText(draft, JsonSerializer.Serialize(new { offsetSeconds = (long)offset.TotalSeconds }));
        File.Move(draft, club.File.ClockFile, overwrite: true);

        if (invocation.Json)
            invocation.Out.Values(new { day = LegalDay.Text(day), offsetSeconds = (long)offset.TotalSeconds });
        else
            invocation.Out.Line($"It is {LegalDay.Text(day)} in the club"
                + (offset == TimeSpan.Zero ? "." : $", {offset.TotalDays:+0;-0} days from today."));
        return ExitCodes.Done;
    }
}
