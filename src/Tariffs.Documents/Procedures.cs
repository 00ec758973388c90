namespace CrmClub.Tariffs.Documents;

/// <summary>
/// Customs procedures by the codes of Implementing Regulation (EU) 2015/2447, Annex B, Title II, data element 11 09
/// (1/10 until Regulation (EU) 2021/235): two digits for the one requested, two for the previous one.
/// </summary>
public static class Procedures
{
    private const int Length = 4;

    // With goods re-dispatched (01), warehoused for excise or VAT (07, 45, 68), for end-use (44), replacing goods
    // under outward processing (46, 48), re-imported (61, 63). Relief is for the tariff to say, not for these codes.
    private static readonly string[] Release =
        ["01", "07", "40", "42", "43", "44", "45", "46", "48", "61", "63", "68"];

    // Export and re-export (10 to 31), Union goods from special fiscal territories (49), inward processing, temporary
    // admission, customs warehouse, Union goods with refunds (76, 77), free zone, other warehouses (95, 96).
    private static readonly string[] Others =
        ["10", "11", "21", "22", "23", "31", "49", "51", "53", "71", "76", "77", "78", "95", "96"];

    /// <summary>First two digits of every procedure that can be requested.</summary>
    public static IEnumerable<string> Requested => Release.Concat(Others);

    /// <summary>Whether it has the form of a procedure, for instance "4000".</summary>
    public static bool IsWellFormed(string procedure) =>
        procedure.Length == Length && procedure.All(char.IsAsciiDigit);

    /// <summary>Whether the procedure can be requested.</summary>
    public static bool IsKnown(string procedure) => Requested.Contains(procedure[..2]);

    /// <summary>Whether goods are released for free circulation, which alone incurs the club's duty.</summary>
    public static bool IncursDuty(string procedure) => Release.Contains(procedure[..2]);
}
