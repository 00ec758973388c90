namespace CrmClub.Client;

/// <summary>Where a client gets its access token.</summary>
public interface ITokenSource
{
    /// <summary>A token that is valid for the next seconds at least; asks for a new one only where it must.</summary>
    /// <exception cref="SignInException">The identity provider refuses, or can't be reached.</exception>
    ValueTask<string> GetAsync(CancellationToken cancel);

    /// <summary>The token was refused: the next call asks for another.</summary>
    void Drop(string token);
}

/// <summary>No token was to be had.</summary>
/// <param name="message">What happened, in one sentence.</param>
/// <param name="isRefusal">True where the identity provider refused; false where it can't be reached.</param>
/// <param name="cause">What was thrown, where something was.</param>
public sealed class SignInException(string message, bool isRefusal, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>True where trying again is of no use.</summary>
    public bool IsRefusal { get; } = isRefusal;
}
