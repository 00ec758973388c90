using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Country = CrmClub.Contracts.Identifiers.Country;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds of the service on members and votes. Each applicant is a country of its own.</summary>
internal sealed class MembershipDeeds(ClubUnderTest club)
{
    private static readonly IReadOnlyList<Country> All =
        [.. Countries.All.Values.OrderBy(country => country.Alpha2, StringComparer.Ordinal)];

    private static int _applicants;

    /// <summary>A request that changes something, and the same with other content.</summary>
    public async Task<(IMessage, IMessage)> MakeAsync(MethodDescriptor rpc, CancellationToken cancel) => rpc.Name switch
    {
        "ApplyForMembership" => Deeds.Pair(Application(), one => one.Reason += ", again"),
        "AnnounceWithdrawal" => Deeds.Pair(await WithdrawalAsync(cancel), one => one.Reason += ", again"),
        "PrepareChange" => Deeds.Pair(Change(), one => one.Change.Reason += ", again"),
        "ApproveChange" => Deeds.Pair(
            new ApproveChangeRequest { RequestId = Deeds.NewId(), ChangeId = await PrepareAsync(cancel) },
            one => one.ChangeId = $"{Guid.NewGuid()}"),
        "RejectChange" => Deeds.Pair(
            new RejectChangeRequest
            {
                RequestId = Deeds.NewId(),
                ChangeId = await PrepareAsync(cancel),
                Reason = "The letter is missing",
            },
            one => one.Reason += ", again"),
        "SuspendCustomsSystem" => Deeds.Pair(
            new SuspendCustomsSystemRequest
            {
                RequestId = Deeds.NewId(),
                ClientId = await RegisteredAsync(cancel),
                Reason = "A key was lost",
            },
            one => one.Reason += ", again"),
        "OpenBallot" => Deeds.Pair(Ballot(), one => one.Title += ", again"),
        "CastVote" => Deeds.Pair(
            new CastVoteRequest
            {
                RequestId = Deeds.NewId(),
                Ballot = await OpenAsync(cancel),
                Choice = VoteChoice.Yes,
            },
            one => one.Choice = VoteChoice.No),
        _ => throw new InvalidOperationException($"{rpc.FullName} has a request_id and no example here."),
    };

    // A country that is in no party yet, whatever other tests have let apply.
    private static ApplyForMembershipRequest Application()
    {
        var country = All[^Interlocked.Increment(ref _applicants)];
        return new ApplyForMembershipRequest
        {
            RequestId = Deeds.NewId(),
            Party = new Party
            {
                Code = country.Alpha2,
                NameEn = country.NameEn,
                NameJa = country.NameJa,
                Countries = { country.Alpha2 },
            },
            Reason = "Letter of application",
        };
    }

    private static PrepareChangeRequest Change() => new()
    {
        RequestId = Deeds.NewId(),
        Change = new Change
        {
            Mandate = new Mandate
            {
                Party = "JP",
                PersonId = $"{Guid.NewGuid()}",
                Deputy = true,
                ValidFrom = "2040-01-01",
            },
            Reason = "Letter of the party",
        },
    };

    private static OpenBallotRequest Ballot() => new()
    {
        RequestId = Deeds.NewId(),
        Subject = VotingSubject.Procedure,
        Title = "Notices are published on Mondays",
    };

    private async Task<AnnounceWithdrawalRequest> WithdrawalAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var applied = await officer.CallAsync(
            options => officer.Membership.ApplyForMembershipAsync(Application(), options), cancel: cancel);
        return new AnnounceWithdrawalRequest
        {
            RequestId = Deeds.NewId(),
            Party = applied.Party.Code,
            EffectiveOn = "2040-01-01",
            Reason = "Letter of withdrawal",
            KnownDecision = 1,
        };
    }

    private async Task<string> PrepareAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var prepared = await officer.CallAsync(
            options => officer.Membership.PrepareChangeAsync(Change(), options), cancel: cancel);
        return prepared.Change.Id;
    }

    private async Task<string> RegisteredAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        using var approver = club.SignedInAs("approver");
        var system = new CustomsSystem { ClientId = $"{Guid.NewGuid()}", Administration = "SE", Name = "Test system" };
        var prepared = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest
            {
                RequestId = Deeds.NewId(),
                Change = new Change { CustomsSystem = system, Reason = "Letter of the administration" },
            }, options), cancel: cancel);
        await approver.CallAsync(options => approver.Membership.ApproveChangeAsync(
            new ApproveChangeRequest { RequestId = Deeds.NewId(), ChangeId = prepared.Change.Id }, options),
            cancel: cancel);
        return system.ClientId;
    }

    private async Task<string> OpenAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var opened = await officer.CallAsync(
            options => officer.Voting.OpenBallotAsync(Ballot(), options), cancel: cancel);
        return opened.Ballot.Number;
    }
}
