using System.Security.Cryptography;
using CrmClub.Contracts.Identifiers;

namespace CrmClub.Declarations.Submission;

/// <summary>Builds the number of a declaration for which the administration sent none.</summary>
internal static class MrnFactory
{
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Twelve characters by chance: 62 bits, and a number that is taken is drawn again.</summary>
    public static string Build(string administration, DateOnly day) =>
        Mrn.Build(day.Year, administration, RandomNumberGenerator.GetString(Characters, Mrn.BodyLength));
}
