using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Membership.Storage;

/// <summary>What holds now, read in one transaction.</summary>
/// <param name="State">Club, parties, administrations and customs systems, as snapshots carry them.</param>
/// <param name="All">With the rules of the treaty, what was found met, and the mandates.</param>
internal sealed record Book(IReadOnlyList<IMessage> State, IReadOnlyList<IMessage> All)
{
    /// <summary>The records of which it consists, beside the tables.</summary>
    public static readonly IReadOnlyList<MessageDescriptor> Kinds =
    [
        PartyDecision.Descriptor, PhaseInRow.Descriptor, VotingShareRow.Descriptor, AccessionCriterion.Descriptor,
        CriterionMet.Descriptor, PhaseInStep.Descriptor, VotingRule.Descriptor, Mandate.Descriptor, Holiday.Descriptor,
        TreatyTerms.Descriptor, Notice.Descriptor, CustomsSystem.Descriptor, CountryGroup.Descriptor,
    ];

    public MembershipView View { get; } = new(0, State);

    public WorkingDays WorkingDays => new(All.OfType<Holiday>());

    public IEnumerable<AccessionCriterion> Criteria => All.OfType<AccessionCriterion>();

    public IEnumerable<PhaseInStep> PhaseIn => All.OfType<PhaseInStep>();

    /// <summary>Oldest first.</summary>
    public IEnumerable<Notice> Notices => All.OfType<Notice>();

    /// <summary>Every version of every group, oldest first.</summary>
    public IEnumerable<CountryGroup> Groups => All.OfType<CountryGroup>();

    public TreatyTerms Terms => All.OfType<TreatyTerms>().Last();

    /// <summary>The rule by which a subject is voted on; null where none is in force.</summary>
    public VotingRule? Rule(VotingSubject subject, DateOnly day) => All.OfType<VotingRule>().LastOrDefault(
        rule => rule.Subject == subject && Days.Read(rule.ValidFrom, rule.ValidTo).Cover(day));

    /// <summary>Criteria that were found met since the party's last application.</summary>
    public IReadOnlySet<string> CriteriaMet(Party party)
    {
        var applied = party.Decisions.LastOrDefault(decision => decision.Step == PartyStep.Application);
        return All.OfType<CriterionMet>()
            .Where(met => met.Party == party.Code && met.RecordedAt >= applied?.RecordedAt)
            .Select(met => met.Criterion).ToHashSet();
    }

    /// <summary>The party for which a person votes on a day, by the newest mandate; null where there is none.</summary>
    public string? PartyOfDelegate(string person, DateOnly day) => MandateOf(person, day)?.Party;

    /// <summary>The newest mandate by which a person votes on a day; null where there is none.</summary>
    public Mandate? MandateOf(string person, DateOnly day) => All.OfType<Mandate>().LastOrDefault(mandate =>
        mandate.PersonId == person && Days.Read(mandate.ValidFrom, mandate.ValidTo).Cover(day));
}
