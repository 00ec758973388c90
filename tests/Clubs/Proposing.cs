using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>What becomes of a proposal, by what each does as themselves and through the gateway.</summary>
public static class Proposing
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(10);
    private static readonly string[] Delegates = ["delegate-eu", "delegate-jp"];

    extension(ClubUnderTest club)
    {
        /// <summary>A proposal goes its whole way: it counts from its own day on.</summary>
        public async Task PublishAsync(ProposalContent content, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            using var approver = club.SignedInAs("approver");
            var drafted = (await officer.CallAsync(options => officer.Proposals.DraftProposalAsync(
                new DraftProposalRequest { RequestId = NewId(), Content = content }, options),
                cancel: cancel)).Proposal;
            var submitted = (await officer.CallAsync(options => officer.Proposals.SubmitProposalAsync(
                new SubmitProposalRequest
                {
                    RequestId = NewId(),
                    Number = drafted.Number,
                    KnownRevision = drafted.Revision,
                }, options), cancel: cancel)).Proposal;
            var approved = (await approver.CallAsync(options => approver.Proposals.ApproveProposalAsync(
                new ApproveProposalRequest
                {
                    RequestId = NewId(),
                    Number = submitted.Number,
                    KnownRevision = submitted.Revision,
                }, options), cancel: cancel)).Proposal;
            var adopted = await club.AdoptAsync(approved, cancel);
            await approver.CallAsync(options => approver.Proposals.PublishProposalAsync(new PublishProposalRequest
            {
                RequestId = NewId(),
                Number = adopted.Number,
                KnownRevision = adopted.Revision,
                EffectiveOn = content.EffectiveOn,
            }, options), cancel: cancel);
        }

        /// <summary>An approved proposal is put to the vote, and every member votes for it.</summary>
        public async Task<Proposal> AdoptAsync(Proposal approved, CancellationToken cancel)
        {
            await club.PutToVoteAsync(approved, cancel);
            return await club.VoteAsync(approved.Number, cancel);
        }

        /// <summary>An approved proposal is put to the vote.</summary>
        public async Task PutToVoteAsync(Proposal approved, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            await officer.CallAsync(options => officer.Proposals.PutProposalToVoteAsync(new PutProposalToVoteRequest
            {
                RequestId = NewId(),
                Number = approved.Number,
                KnownRevision = approved.Revision,
            }, options), cancel: cancel);
        }

        /// <summary>Every member votes for a proposal that is put to the vote.</summary>
        public async Task<Proposal> VoteAsync(int number, CancellationToken cancel)
        {
            var ballot = await club.BallotAsync(number, cancel);
            foreach (var name in Delegates)
                await club.AgreeAsync(name, ballot, cancel);
            return await club.AdoptedAsync(number, cancel);
        }

        /// <summary>The ballot on a proposal, as soon as it is open.</summary>
        public async Task<Ballot> BallotAsync(int number, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            var subject = $"proposal {number}";
            Ballot? ballot = null;
            await Eventually.HoldsAsync($"a ballot on {subject} is open", async () =>
            {
                var open = new ListBallotsRequest { State = BallotState.Open, PageSize = 500 };
                var all = await officer.CallAsync(
                    options => officer.Voting.ListBallotsAsync(open, options), cancel: cancel);
                ballot = all.Ballots.FirstOrDefault(one => one.Proposal == subject);
                return ballot is not null;
            }, KnownWithin, cancel);
            return ballot!;
        }

        /// <summary>A delegate votes for it, and that is final.</summary>
        public async Task AgreeAsync(string name, Ballot ballot, CancellationToken cancel)
        {
            using var voter = club.SignedInAs(name);
            await voter.CallAsync(options => voter.Voting.CastVoteAsync(new CastVoteRequest
            {
                RequestId = NewId(),
                Ballot = ballot.Number,
                Choice = VoteChoice.Yes,
                Final = true,
            }, options), cancel: cancel);
        }

        /// <summary>A proposal as soon as it is adopted.</summary>
        public async Task<Proposal> AdoptedAsync(int number, CancellationToken cancel)
        {
            using var officer = club.SignedInAs("secretariat");
            Proposal? adopted = null;
            await Eventually.HoldsAsync($"proposal {number} is adopted", async () =>
            {
                var answer = await officer.CallAsync(options => officer.Proposals.GetProposalAsync(
                    new GetProposalRequest { Number = number }, options), cancel: cancel);
                adopted = answer.Proposal;
                return adopted.State == ProposalState.Adopted;
            }, KnownWithin, cancel);
            return adopted!;
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
