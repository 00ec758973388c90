namespace CrmClub.Cli.Load;

/// <summary>How much is sent, and when.</summary>
/// <param name="InFlight">
/// Calls under way at once: without a rate always so many, each beginning when one ends (closed loop); with a rate at
/// most so many.
/// </param>
/// <param name="PerSecond">
/// Calls that fall due a second, whether earlier ones are answered or not (open loop); null for a closed loop.
/// </param>
/// <param name="Time">How long.</param>
internal sealed record LoadPlan(int InFlight, int? PerSecond, TimeSpan Time)
{
    /// <summary>Calls that fall due in all; null where that depends on the answers.</summary>
    public long? Calls => PerSecond is { } rate ? (long)(rate * Time.TotalSeconds) : null;
}

/// <summary>How one call came out, counted in what it carried: one declaration, or many.</summary>
/// <param name="Accepted">Answered with what was asked for.</param>
/// <param name="Refused">Answered with a refusal.</param>
/// <param name="Errors">Not answered.</param>
internal readonly record struct CallOutcome(int Accepted, int Refused = 0, int Errors = 0);
