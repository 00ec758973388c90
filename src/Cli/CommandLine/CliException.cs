namespace CrmClub.Cli.CommandLine;

/// <summary>Ends the program with a code and a sentence.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, in one sentence.</param>
/// <param name="advice">What to do, in one sentence; may be empty.</param>
internal sealed class CliException(int exitCode, string message, string advice = "") : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Advice { get; } = advice;
}
