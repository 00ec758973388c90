using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Accession;

/// <summary>What people do with an acceding party, each as themselves and through the gateway.</summary>
internal sealed class AccedingParty(ClubUnderTest club, CancellationToken cancel)
{
    // A change of membership bites everywhere within this.
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(5);

    public async Task ItIsAsync(string day)
    {
        var moved = await CommandLine.CommandAsync(club, "club", "move-clock", day);
        Assert.True(moved.ExitCode == 0, $"{moved}");
        // Each service looks at its clock by itself.
        using var officer = club.SignedInAs("secretariat");
        using var customs = club.SignedInAs("customs-de");
        var question = new OpenBallotRequest
        {
            RequestId = NewId(),
            ValidateOnly = true,
            Subject = VotingSubject.Procedure,
            Title = "Which day is it?",
        };
        var declared = Oxide(day);
        declared.ValidateOnly = true;
        await Testing.Eventually.HoldsAsync($"it is {day}", async () =>
        {
            await customs.CallAsync(
                options => customs.Declarations.SubmitDeclarationAsync(declared, options), cancel: cancel);
            var ballot = await officer.CallAsync(
                options => officer.Voting.OpenBallotAsync(question, options), cancel: cancel);
            return ballot.Ballot.OpenedOn == day;
        }, KnownWithin, cancel);
    }

    /// <summary>It applies, and meets every criterion but the connection test.</summary>
    public async Task AppliesAsync()
    {
        await club.AustraliaAppliesAsync(cancel);
        foreach (var criterion in new[] { "COMMON_TARIFF", "CERTIFICATE_RULES", "STOCKPILE" })
            await club.ChangeAsync(Met(criterion), cancel);
    }

    /// <summary>Its system shows every case alone; a report before that is refused, the one after it taken.</summary>
    public async Task PassesTheConnectionTestAsync()
    {
        await DoneAsync(0, "conformance", "start");
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await club.ChangeAsync(Met("CONNECTION_TEST", await ReportAsync()), cancel));
        Assert.Equal("RUN_PASSED", Assert.Single(Client.Refusal.From(refused).Violations).Rule);
        var open = await Assert.ThrowsAsync<RpcException>(() => OpenAsync(VotingSubject.Admission, "2027-07-01"));
        Assert.Equal("CONNECTION_TEST", Assert.Single(Client.Refusal.From(open).Violations).Value);
        await DoneAsync(1, "conformance", "status");

        await DoneAsync(0, "conformance", "run");

        await club.ChangeAsync(Met("CONNECTION_TEST", await ReportAsync()), cancel);
    }

    /// <summary>Its system tries consignment T, and gets that duty as soon as Declarations knows it.</summary>
    public async Task TriesAsync(string duty, string acceptanceDay)
    {
        using var applicant = club.SignedInAs("applicant-au");
        var request = Oxide(acceptanceDay);
        (request.Declaration.Administration, request.Declaration.DestinationCountry) = ("AU", "AU");
        request.ValidateOnly = true;
        DeclarationAnswer? tried = null;
        await Testing.Eventually.HoldsAsync("the applicant's system is let in", async () =>
        {
            try
            {
                tried = (await applicant.CallAsync(options => applicant.Declarations.SubmitDeclarationAsync(
                    request, options), cancel: cancel)).Answer;
                return true;
            }
            catch (RpcException unknown) when (
                unknown.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated)
            {
                return false;
            }
        }, KnownWithin, cancel);
        Assert.Equal((duty, ""), (tried!.Duty.Amount, tried.Mrn));
    }

    public Task SharesAsync(string from, params string[] shares) => club.ChangeAsync(new Change
    {
        VotingShares = new VotingShares
        {
            ValidFrom = from,
            Shares =
            {
                shares.Select(one => one.Split(' ')).Select(
                    one => new PartyShare { Party = one[0], SharePercent = one[1] }),
            },
        },
        Reason = "Average of three calendar years",
    }, cancel);

    public async Task<Ballot> OpenAsync(VotingSubject subject, string effectiveOn)
    {
        using var officer = club.SignedInAs("secretariat");
        var party = await officer.CallAsync(options => officer.Membership.GetPartyAsync(
            new GetPartyRequest { Code = "AU" }, options), cancel: cancel);
        var request = new OpenBallotRequest
        {
            RequestId = NewId(),
            Subject = subject,
            Party = "AU",
            Title = $"{subject} of Australia",
            EffectiveOn = effectiveOn,
            KnownDecision = party.Party.Party.Decisions.Count,
        };
        return (await officer.CallAsync(options => officer.Voting.OpenBallotAsync(request, options), cancel: cancel))
            .Ballot;
    }

    public async Task<Ballot> VoteAsync(Ballot ballot, string person, bool final)
    {
        using var voter = club.SignedInAs(person);
        var request = new CastVoteRequest
        {
            RequestId = NewId(),
            Ballot = ballot.Number,
            Choice = VoteChoice.Yes,
            Final = final,
        };
        return (await voter.CallAsync(options => voter.Voting.CastVoteAsync(request, options), cancel: cancel)).Ballot;
    }

    /// <summary>A certificate of level A for a plant in Australia.</summary>
    public async Task<Certificate> CertifiedAsync(string from)
    {
        using var officer = club.SignedInAs("secretariat");
        var owner = await officer.CallAsync(options => officer.Suppliers.RegisterOperatorAsync(
            new RegisterOperatorRequest
            {
                RequestId = NewId(),
                Operator = new Operator
                {
                    Name = "Demonstration operator, Australia",
                    Country = "AU",
                    Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
                },
            }, options), cancel: cancel);
        var scope = new Scope
        {
            Material = "NdPr",
            Stage = Stage.SeparatedCompound,
            CapacityTonsPerYear = "9000",
        };
        var plant = await officer.CallAsync(options => officer.Suppliers.RegisterFacilityAsync(
            new RegisterFacilityRequest
            {
                RequestId = NewId(),
                Facility = new Facility
                {
                    Operator = owner.Operator.Number,
                    Name = "Demonstration plant, Australia",
                    Country = "AU",
                    Kind = FacilityKind.Separation,
                    Scopes = { scope },
                },
            }, options), cancel: cancel);
        var assessment = await club.AssessAsync(plant.Facility, cancel);
        var prepared = await officer.CallAsync(options => officer.Suppliers.PrepareCertificateAsync(
            new PrepareCertificateRequest
            {
                RequestId = NewId(),
                Facility = plant.Facility.Number,
                Level = CertificateLevel.A,
                ValidFrom = from,
                Reason = "Assessed at level A",
                Assessment = assessment,
                Scopes = { new Scope { Material = scope.Material, Stage = scope.Stage } },
            }, options), cancel: cancel);
        return await club.ApproveAsync(prepared.Change, "approver", cancel);
    }

    /// <summary>Consignment T is declared in Germany, and bears that duty as soon as Declarations knows.</summary>
    public async Task BearsAsync(string duty, string acceptanceDay, params (string Code, string Reference)[] documents)
    {
        using var customs = club.SignedInAs("customs-de");
        var answered = "";
        await Testing.Eventually.HoldsAsync($"{duty} on {acceptanceDay}", async () =>
        {
            var answer = await customs.CallAsync(options => customs.Declarations.SubmitDeclarationAsync(
                Oxide(acceptanceDay, documents), options), cancel: cancel);
            answered = answer.Answer.Duty.Amount;
            return answered == duty;
        }, KnownWithin, cancel);
        Assert.Equal(duty, answered);
    }

    private static SubmitDeclarationRequest Oxide(string day, params (string Code, string Reference)[] documents)
    {
        var request = ExampleDeclaration.Request();
        var declaration = request.Declaration;
        declaration.AcceptanceDay = day;
        declaration.DispatchCountry = "AU";
        declaration.InvoiceCurrency = "EUR";
        var item = declaration.Items[0];
        declaration.Items.Clear();
        declaration.Items.Add(item);
        (item.GoodsCode, item.Origin, item.Facility) = ("28469010", "AU", "");
        (item.NetMassKg, item.GrossMassKg) = ("10000", "10400");
        item.CustomsValue = new() { Amount = "1000000.00", Currency = "EUR" };
        item.ContainedShare = "";
        item.Documents.Clear();
        item.Documents.Add(documents.Select(one => new Document { Code = one.Code, Reference = one.Reference }));
        return request;
    }

    private async Task<string> ReportAsync()
    {
        using var applicant = club.SignedInAs("applicant-au");
        var answer = await applicant.CallAsync(
            options => applicant.Conformance.GetConformanceReportAsync(new(), options), cancel: cancel);
        return answer.Report;
    }

    private async Task DoneAsync(int exitCode, params string[] command)
    {
        var run = await CommandLine.CommandAsync(club, command);
        Assert.True(run.ExitCode == exitCode, $"{run}");
    }

    private static Change Met(string criterion, string report = "") => new()
    {
        Criterion = new CriterionMet { Party = "AU", Criterion = criterion, Evidence = "Annex", Report = report },
        Reason = "Reviewed",
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
