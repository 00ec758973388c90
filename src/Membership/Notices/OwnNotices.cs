using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Membership.Storage;

namespace CrmClub.Membership.Notices;

/// <summary>The notices by which the club makes its own decisions known, in both languages.</summary>
internal static class OwnNotices
{
    private const string English = "en";
    private const string Japanese = "ja";

    /// <summary>Of a step in a party's life.</summary>
    public static async Task<Notice> OfAsync(PartyDecision decision, Party party, Deed deed)
    {
        var notice = new Notice
        {
            Kind = NoticeKind.Membership,
            TitleEn = Words.In(English, () => Title(decision, party.NameEn)),
            TitleJa = Words.In(Japanese, () => Title(decision, party.NameJa)),
            TextEn = Words.In(English, () => Text(decision, party.NameEn)),
            TextJa = Words.In(Japanese, () => Text(decision, party.NameJa)),
            Party = party.Code,
            Decision = decision.Number,
            Ballot = decision.Ballot,
            Corrects = Corrected(decision, party.Code, deed)?.Number ?? "",
        };
        await NoticeNumbers.GiveAsync(notice, deed);
        return notice;
    }

    /// <summary>Of a vote's outcome.</summary>
    public static async Task<Notice> OfAsync(Ballot ballot, Deed deed)
    {
        var notice = new Notice
        {
            Kind = NoticeKind.Vote,
            TitleEn = Words.In(English, () => Title(ballot)),
            TitleJa = Words.In(Japanese, () => Title(ballot)),
            TextEn = Words.In(English, () => Text(ballot)),
            TextJa = Words.In(Japanese, () => Text(ballot)),
            Party = ballot.Party,
            Ballot = ballot.Number,
        };
        await NoticeNumbers.GiveAsync(notice, deed);
        return notice;
    }

    /// <summary>Of a tariff version that the members adopted, once.</summary>
    public static async Task PublishAsync(TariffVersionPublished published, Deed deed)
    {
        var (version, proposal) = (published.Version, published.Proposal);
        if (deed.Book.Notices.Any(known => known.TariffVersion == version.Number))
            return;
        var notice = new Notice
        {
            Kind = NoticeKind.Tariff,
            TitleEn = Words.In(English, Title),
            TitleJa = Words.In(Japanese, Title),
            TextEn = Words.In(English, Text),
            TextJa = Words.In(Japanese, Text),
            Ballot = proposal.Ballot,
            TariffVersion = version.Number,
        };
        await NoticeNumbers.GiveAsync(notice, deed);
        await deed.RecordAsync(
            notice.Number, LegalDays.Read(version.ValidFrom), new NoticePublished { Notice = notice });

        string Title() => Words.Get("Notice_Version", version.Number);

        string Text() => Words.Get(
            "Notice_Version_Text", version.Title, Figures.Day(version.ValidFrom), proposal.Ballot,
            proposal.Content.LegalBase, version.Hash);
    }

    // What made the corrected decision known, or corrected it last.
    private static Notice? Corrected(PartyDecision decision, string party, Deed deed)
    {
        if (decision.Corrects == 0)
            return null;
        var decisions = deed.Book.View.Party(party)!.Contract.Decisions
            .Where(known => known.Number == decision.Corrects || known.Corrects == decision.Corrects)
            .Select(known => known.Number).ToHashSet();
        return deed.Book.Notices.LastOrDefault(
            notice => notice.Party == party && decisions.Contains(notice.Decision));
    }

    private static string Title(PartyDecision decision, string name) => Words.Get($"Notice_{decision.Step}", name);

    private static string Text(PartyDecision decision, string name) => Words.Get(
        $"Notice_{decision.Step}_Text",
        name,
        Figures.Day(decision.EffectiveOn),
        decision.Step == PartyStep.Correction ? decision.Corrects : Shares(decision),
        Figures.Day(decision.OldEffectiveOn));

    private static string Shares(PartyDecision admission) => string.Join(Words.Get("Notice_Comma"), admission.PhaseIn
        .Select(step => Words.Get("Notice_Share", step.SharePercent, Figures.Day(LegalDays.Write(
            LegalDays.Read(admission.EffectiveOn).AddMonths(step.MonthsAfter))))));

    private static string Title(Ballot ballot) => Words.Get($"Notice_{ballot.State}", ballot.Number);

    private static string Text(Ballot ballot) => Words.Get(
        $"Notice_{ballot.State}_Text",
        ballot.Title,
        Figures.Day(ballot.ClosedOn),
        ballot.Tally.YesMembers,
        ballot.Tally.EntitledMembers,
        ballot.Tally.YesShare,
        ballot.Tally.EntitledShare,
        Figures.Day(ballot.LapsesOn));
}
