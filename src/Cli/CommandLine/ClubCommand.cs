using System.CommandLine;

namespace CrmClub.Cli.CommandLine;

/// <summary>A command with an example that works.</summary>
/// <param name="name">What is typed.</param>
/// <param name="summary">What it does, in a sentence or two.</param>
/// <param name="example">Command lines, each on a line of its own.</param>
internal sealed class ClubCommand(string name, string summary, string example) : Command(name, summary)
{
    public string Example { get; } = example;
}
