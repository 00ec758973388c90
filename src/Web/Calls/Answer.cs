using CrmClub.Contracts.Common.V1;

namespace CrmClub.Web.Calls;

/// <summary>Why a service gave no answer.</summary>
public enum Trouble
{
    /// <summary>There was an answer.</summary>
    None,

    /// <summary>It can't be reached, or does not answer in time.</summary>
    Down,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>The person may not ask this.</summary>
    NotAllowed,

    /// <summary>What was asked is not understood.</summary>
    Refused,
}

/// <summary>What a service answered, or why it did not.</summary>
/// <param name="Service">Its name, for instance "tariffs".</param>
/// <param name="Trouble">Why there is no value.</param>
/// <param name="Value">The answer, null where there is trouble.</param>
public sealed record Answer<T>(string Service, Trouble Trouble, T? Value)
    where T : class
{
    /// <summary>What was refused, in the club's words, which are English; empty where nothing was.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Every broken rule of what was refused.</summary>
    public IReadOnlyList<Violation> Faults { get; init; } = [];

    /// <summary>The same answer, of which a part alone is looked at.</summary>
    public Answer<TPart> Of<TPart>(Func<T, TPart> take)
        where TPart : class =>
        new(Service, Trouble, Value is { } value ? take(value) : null) { Refusal = Refusal, Faults = Faults };

    /// <summary>What is wrong with a field of the contract, in the club's words; null where nothing is.</summary>
    public string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field)?.Message;

    /// <summary>The HTTP status of a page that is nothing without this answer.</summary>
    public int Status => Trouble switch
    {
        Trouble.None => StatusCodes.Status200OK,
        Trouble.NotFound => StatusCodes.Status404NotFound,
        Trouble.NotAllowed => StatusCodes.Status403Forbidden,
        Trouble.Refused => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
