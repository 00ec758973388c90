using System.Security.Cryptography;
using Google.Protobuf;

namespace CrmClub.Cli.Demonstration;

/// <summary>Ids of requests that mean the same in every run.</summary>
internal static class RequestIds
{
    private const int GuidBytes = 16;

    /// <summary>The same content gives the same id, so that a run that was broken off goes on where it was.</summary>
    public static string Of(IMessage content) =>
        new Guid(SHA256.HashData(content.ToByteArray()).AsSpan(0, GuidBytes)).ToString();
}
