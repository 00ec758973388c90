using System.Collections.Frozen;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Storage;
using Kind = CrmClub.Contracts.Declarations.V1.RiskRule.KindOneofCase;
using Recommendation = CrmClub.Contracts.Declarations.V1.ControlRecommendation;

namespace CrmClub.Declarations.Controls;

/// <summary>Scores items: the points of profiles that hit are summed, and each of them has its thresholds.</summary>
internal static class Scoring
{
    private static readonly FrozenDictionary<int, (string Code, string En, string Ja)> Words =
        RiskRule.Descriptor.Fields.InFieldNumberOrder().ToFrozenDictionary(
            rule => rule.FieldNumber,
            rule => (rule.Name.ToUpperInvariant(), Say("en", rule.Name), Say("ja", rule.Name)));

    /// <summary>Null where no profile hits.</summary>
    public static StoredControl? Score(RiskProfile[] profiles, ref ItemFacts facts)
    {
        List<RiskProfile>? hits = null;
        foreach (var profile in profiles)
        {
            if (RiskRules.Hits(profile, ref facts))
                (hits ??= []).Add(profile);
        }

        if (hits is null)
            return null;
        var control = new StoredControl
        {
            Recommendation = (int)Recommend(hits),
            ClubRecommendation = (int)Recommend(hits.FindAll(profile => profile.Administration.Length == 0)),
            Holds = hits.Exists(profile => profile.Holds),
        };
        control.Hits.AddRange(hits.Select(profile => new StoredHit
        {
            Profile = profile.Id,
            Version = profile.Version,
            Rule = (int)profile.Rule.KindCase,
            Local = profile.Administration.Length > 0,
        }));
        return control;
    }

    /// <summary>What profiles that hit recommend together; their order does not count.</summary>
    public static Recommendation Recommend(IReadOnlyCollection<RiskProfile> hits)
    {
        var score = hits.Sum(profile => profile.Points);
        return hits.Any(profile => score >= profile.PhysicalControlFrom) ? Recommendation.PhysicalControl
            : hits.Any(profile => score >= profile.DocumentCheckFrom) ? Recommendation.DocumentCheck
            : Recommendation.Release;
    }

    /// <summary>As it is answered.</summary>
    /// <param name="item">Of a decision that was scored.</param>
    /// <param name="seesLocal">Whether the caller may see the administration's own profiles.</param>
    /// <param name="isCertified">Whether the certificate of a claim is in force for it.</param>
    public static ItemControl Answer(StoredItem item, bool seesLocal, Func<StoredClaim, bool> isCertified)
    {
        if (item.Control is not { } control)
            return new ItemControl { Recommendation = Recommendation.Release };
        var answer = new ItemControl
        {
            Recommendation = (Recommendation)(seesLocal ? control.Recommendation : control.ClubRecommendation),
            Holds = control.Holds,
        };
        foreach (var hit in control.Hits)
        {
            if (hit.Local && !seesLocal)
                continue;
            var (code, en, ja) = Words[hit.Rule];
            var share = (Kind)hit.Rule is Kind.MassBalance ? CapacityShares.HighestOf(item, isCertified) : null;
            answer.Reasons.Add(new ControlReason
            {
                Code = code,
                Profile = hit.Profile,
                Version = hit.Version,
                TextEn = en + CapacityShares.Say("en", share),
                TextJa = ja + CapacityShares.Say("ja", share),
                Capacity = share,
            });
        }

        return answer;
    }

    private static string Say(string language, string rule) =>
        Contracts.Wording.Words.In(language, () => Contracts.Wording.Words.Get($"Risk_{rule}"));
}
