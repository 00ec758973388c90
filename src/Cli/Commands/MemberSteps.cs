using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>member apply|withdraw</c>: steps in a party's life that need no vote.</summary>
internal static class MemberSteps
{
    public static Command Apply(Option<string> reason)
    {
        var code = new Argument<string>("PARTY") { Description = "A country's code" };
        var english = new Option<string>("--name") { Description = "English name", Required = true };
        var japanese = new Option<string>("--name-ja") { Description = "Japanese name", Required = true };
        var countries = new Option<string[]>("--country")
        {
            Description = "A country whose goods are the party's goods (default: the party itself); may be repeated",
            HelpName = "CODE",
        };
        var from = new Option<string?>("--from") { Description = "Day (default: today)", HelpName = "DAY" };
        return new ClubCommand("apply",
            "Records that a party applies for membership, or applies again.",
            "crmclub member apply NZ --name \"New Zealand\" --name-ja ニュージーランド "
            + "--reason \"Letter of application\"")
            .With(code, english, japanese, countries, from, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new ApplyForMembershipRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Party = new Party
                    {
                        Code = invocation.Get(code),
                        NameEn = invocation.Get(english)!,
                        NameJa = invocation.Get(japanese)!,
                    },
                    EffectiveOn = invocation.Get(from) ?? "",
                    Reason = invocation.Get(reason)!,
                    KnownDecision = await KnownDecisionAsync(invocation, client, invocation.Get(code)),
                };
                request.Party.Countries.Add(
                    invocation.Get(countries) is { Length: > 0 } given ? given : [invocation.Get(code)]);
                var response = await invocation.CallAsync(
                    client, o => client.Membership.ApplyForMembershipAsync(request, o));
                return Write(invocation, response.Party);
            });
    }

    public static Command Withdraw(Option<string> reason)
    {
        var code = new Argument<string>("PARTY") { Description = "EU, or a country's code" };
        var from = new Option<string>("--from")
        {
            Description = "First day outside the club",
            Required = true,
            HelpName = "DAY",
        };
        return new ClubCommand("withdraw",
            "Records a party's notice that it leaves, or that it takes its application back.",
            "crmclub member withdraw NZ --from 2040-01-01 --reason \"Letter of withdrawal\"")
            .With(code, from, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new AnnounceWithdrawalRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Party = invocation.Get(code),
                    EffectiveOn = invocation.Get(from),
                    Reason = invocation.Get(reason)!,
                    KnownDecision = await KnownDecisionAsync(invocation, client, invocation.Get(code)),
                };
                var response = await invocation.CallAsync(
                    client, o => client.Membership.AnnounceWithdrawalAsync(request, o));
                return Write(invocation, response.Party);
            });
    }

    /// <summary>Number of the newest decision about a party; 0 where there is none, or no such party yet.</summary>
    public static async Task<int> KnownDecisionAsync(Invocation invocation, ClubClient client, string party)
    {
        var request = new ListPartiesRequest { PageSize = 500 };
        var response = await invocation.CallAsync(client, o => client.Membership.ListPartiesAsync(request, o));
        return response.Parties.FirstOrDefault(one => one.Party.Code == party)?.Party.Decisions.Count ?? 0;
    }

    private static int Write(Invocation invocation, Party party)
    {
        if (invocation.Json) invocation.Out.Document(party);
        else MemberCommand.Write(invocation.Out, party);
        return ExitCodes.Done;
    }
}
