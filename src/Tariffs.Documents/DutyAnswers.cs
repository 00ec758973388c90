using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>The engine's answers as the contracts' messages.</summary>
public static class DutyAnswers
{
    /// <summary>The answer in full: every measure looked at. Without a duty where the item could not be decided; the
    /// warnings say what is missing.</summary>
    public static Proto.DutyAnswer From(DutyExplanation explanation, int item, int tariffVersion, int rateSet) =>
        throw new NotImplementedException();

    /// <summary>The answer without derivation: the applied measures with their amounts.</summary>
    public static Proto.DutyAnswer Brief(DutyDecision decision, int item, int tariffVersion, int rateSet) =>
        throw new NotImplementedException();
}
