using System.Text.RegularExpressions;
using System.Xml.Linq;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Web.Agenda;
using CrmClub.Web.Arrivals;
using CrmClub.Web.Calls;
using CrmClub.Web.Cases;
using CrmClub.Web.Codes;
using CrmClub.Web.Filing;
using CrmClub.Web.Grievances;
using CrmClub.Web.Language;
using CrmClub.Web.Members;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.Rates;
using CrmClub.Web.Search;
using CrmClub.Web.Risk;
using CrmClub.Web.SignIn;
using CrmClub.Web.Suppliers;

namespace CrmClub.Web.Tests;

/// <summary>The pages' texts: all there, in each language, whole sentences.</summary>
public sealed partial class TextTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "src", "Web");
    private static readonly Dictionary<string, string> English = Read("Texts.resx");
    private static readonly Dictionary<string, string> Japanese = Read("Texts.ja.resx");

    private static readonly string[] Pages =
        [.. Directory.EnumerateFiles(Folder, "*.razor", SearchOption.AllDirectories).Select(File.ReadAllText)];

    // What Suppliers may say of a grievance.
    private static readonly string[] Faults =
    [
        "REQUIRED", "FACILITY", "CERTIFICATE", "CERTIFICATE_OF_FACILITY", "TEXT_LENGTH", "TEXT_CHARACTERS", "LANGUAGE",
        "UUID",
    ];

    // Of the lists of codes.
    private static readonly string[] Columns =
    [
        "code", "id", "name_en", "name_ja", "countries", "source", "day", "calendar", "derived", "valid_from",
        "valid_to", "replaced_by", "in_force", "measure_types", "alpha3", "numeric",
    ];

    // Names that are made of a value: each value needs one.
    private static IEnumerable<string> Made =>
    [
        .. Of<Trouble>("Trouble").Except(["Trouble.None"]), .. Of<PartyStatus>("PartyStatus"),
        .. Of<GrievanceDeed>("GrievanceDeed"), .. Of<GrievanceDeed>("GrievanceMeans"),
        .. Of<GrievanceDeed>("GrievanceText"), .. Of<GrievanceStepKind>("GrievanceStep"),
        .. CodeLists.Names.SelectMany(name => new[] { $"CodeList.{name}", $"CodeList.{name}.Change" }),
        .. Columns.Select(name => $"Codes.{name}"), .. Of<NoticeKind>("NoticeKind"),
        .. Of<RiskProfileState>("RiskProfileState"), .. Of<RiskRule.KindOneofCase>("RiskKind"),
        .. RiskRules.Kinds.SelectMany(kind => RiskRules.FieldsOf(kind).Select(one => $"RiskField.{kind}.{one.Name}")),
        .. Room.All.Select(room => room.Name),
        .. Of<FilingKind>("Filing"), .. Of<ApplicationState>("ApplicationState"),
        .. Of<ApplicationState>("ApplicationNext"), .. Of<AssessmentPurpose>("AssessmentPurpose"),
        .. Of<AssessmentState>("AssessmentState"),
        .. Of<GrievanceState>("GrievanceState"), .. Of<GrievanceOutcome>("GrievanceOutcome"),
        .. Of<RegisterState>("RegisterState"), .. Of<FacilityKind>("FacilityKind"), .. Of<Stage>("Stage"),
        .. Of<SuspensionGround>("SuspensionGround"), .. Of<FindingResult>("FindingResult"),
        .. Of<RevocationGround>("RevocationGround"), .. Of<CredentialFaultCode>("CredentialFault"),
        .. Of<PartyStep>("PartyStep"), .. Of<PartyDeed>("PartyDeed"), .. Of<PartyDeed>("PartyMeans"),
        .. Of<ChangeState>("ChangeState"), .. Contents("MemberChange"), .. Contents("MemberChangeMeans"),
        .. Of<HitKind>("HitKind"), .. SitePages.All.Select(page => page.Name),
        .. Preferences.Keys.Values.Select(value => $"KeysAre.{value}"),
        .. Of<ProposalState>("ProposalState"), .. Of<Deed>("Deed"),
        .. Of<Deed>("DeedMeans").Except(["DeedMeans.Comment"]),
        .. Of<SimulationState>("SimulationState"),
        .. Of<QuotaState>("QuotaState"), .. Of<QuotaState>("QuotaDeed"), .. Of<QuotaState>("QuotaMeans"),
        .. Of<RateCorrectionState>("RateCorrectionState"), .. Of<JudgeDeed>("JudgeDeed"),
        .. Of<ImportDeed>("ImportDeed"),
        .. Of<QuotaCriticality>("QuotaCriticality"), .. QuotaFilter.Names.Select(name => $"Quotas.Only.{name}"),
        .. Of<ChangeKind>("ChangeKind"), .. Of<ChangeKind>("ChangeMeans"), .. Of<CertificateDeed>("ChangeDeed"),
        .. Of<CaseKind>("CaseKind"), .. Of<CaseKind>("CaseNext"),
        .. Of<CaseDeed>("CaseDeed"), .. Of<CaseDeed>("CaseMeans"),
        .. Of<DropReason>("DropReason").Except(["DropReason.Unspecified"]),
        .. Of<AppealOutcome>("AppealOutcome").Except(["AppealOutcome.Unspecified"]),
        .. Of<AgendaKind>("Agenda"), .. Of<Outcome>("Outcome"),
        .. Of<BallotState>("BallotState"), .. Of<Majority>("Majority"), .. Of<VoteChoice>("VoteChoice"),
        .. Faults.Select(rule => $"Fault.{rule}"),
        .. Of<MrnIssuer>("MrnIssuer"),
        .. new[] { "Verify", "Case", "AsOf", "NoFont" }.Select(name => $"Document.{name}"),
        .. Preferences.Theme.Values.Select(theme => $"Theme.{theme}"),
        .. new[] { "membership", "tariffs", "suppliers", "declarations" }.Select(service => $"Service.{service}"),
        .. new[] { "400", "403", "404", "413", "500", "503", "sign-in" }.SelectMany(code =>
            new[] { $"Problem.{code}", $"Problem.{code}.Do" }),
    ];

    [Fact]
    public void Japanese_EveryName_HasATextWithTheSamePlaces()
    {
        Assert.Equal(English.Keys.Order(), Japanese.Keys.Order());
        Assert.All(English, one => Assert.Equal(Places(one.Value), Places(Japanese[one.Key])));
        Assert.All(Japanese.Values, text => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}|\p{IsKatakana}", text));
    }

    [Fact]
    public void Names_OfThePages_AreThoseOfTheTexts()
    {
        var named = Pages.SelectMany(page => Literal().Matches(page))
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Superset(new HashSet<string> { "Skip", "Today.Title" }, named);
        Assert.Empty(named.Concat(Made).Except(English.Keys));
        Assert.Empty(English.Keys.Except(named).Except(Made));
    }

    [Fact]
    public void Sentences_InThePages_AreNotPutTogether() =>
        Assert.Empty(Pages.SelectMany(page => Joined().Matches(page).Select(match => match.Value)));

    [Fact]
    public void Pages_All_ReadNoWordsBesideTheTexts() => Assert.Empty(Pages.SelectMany(page =>
        Words().Matches(Values().Replace(Code().Replace(page, ""), "")).Select(match => match.Groups[1].Value.Trim())
            .Where(words => !Untranslated.Contains(words))));

    // Names and codes, the same in every language.
    private static readonly string[] Untranslated =
    [
        "CrmClub", "MRN", "LRN", "crmclub declaration show", "GET /api/v1/declarations/", "CSV", "Excel", "JSON",
        "Atom",
        "crmclub events replay", "crmclub events copies", "crmclub status", "crmclub reassessment list",
        "crmclub member groups", "crmclub member holidays", "crmclub member group show", "crmclub member group state",
        "crmclub tariff show", "crmclub tariff diff", "GET /api/v1/tariffs/comparison?before=",
        "GET /api/v1/membership/groups", "GET /api/v1/membership/groups/",
        "GET /api/v1/membership/holidays",
        "crmclub supplier represent", "crmclub supplier list --own", "crmclub application list",
        "crmclub assessment list --own", "crmclub application file", "POST /api/v1/suppliers/applications",
        "crmclub application show", "GET /api/v1/suppliers/applications/", "crmclub assessment record",
        "POST /api/v1/suppliers/assessments", "crmclub assessment show", "GET /api/v1/suppliers/assessments/",
        "crmclub member administration", "crmclub conformance systems", "crmclub conformance report",
        "GET /api/v1/conformance/systems",
        "/.well-known/crmclub/heads", "crmclub audit verify", "crmclub audit entries",
        "crmclub notice list", "crmclub notice show", "crmclub notice prepare", "crmclub notice publish",
        "GET /api/v1/membership/notices", "GET /api/v1/membership/notices/", "POST /api/v1/membership/changes",
        "POST /api/v1/membership/changes/",
        "crmclub proposal draft", "crmclub proposal show", "crmclub quota show", "crmclub supplier show",
        "crmclub control profile list", "crmclub control profile show", "crmclub control profile propose",
        "crmclub control rates", "GET /api/v1/controls/rates", "GET /api/v1/controls/profiles/",
        "POST /api/v1/controls/profiles",
        "crmclub grievance list", "crmclub grievance show", "GET /api/v1/suppliers/grievances",
        "GET /api/v1/suppliers/grievances/",
        "crmclub certificate show", "crmclub certificate approve", "POST /api/v1/suppliers/changes/",
        "GET /api/v1/suppliers/facilities/", "GET /api/v1/suppliers/certificates/", "GET /api/v1/tariffs/quotas/",
        "crmclub adjustment list --open", "crmclub adjustment show", "GET /api/v1/adjustments",
        "GET /api/v1/adjustments/", "crmclub account", "crmclub supply list",
        "GET /api/v1/supply", "GET /api/v1/supply?material=", "crmclub rates prices --material",
        "crmclub rates show", "GET /api/v1/tariffs/rates", "crmclub rates approve", "crmclub rates import",
        "POST /api/v1/tariffs/rates", "POST /api/v1/tariffs/rates/corrections/", "GET /api/v1/accounts",
        "POST /api/v1/tariffs/duty", "POST /api/v1/tariffs/duty/comparison", "POST /api/v1/tariffs/duty:find",
        "GET /api/v1/tariffs/proposals/", "crmclub member show", "GET /api/v1/membership/parties/",
        "crmclub member approve", "POST /api/v1/membership/changes/", "FORMAT", "LENGTH_MAX",
        "dysprosium", "CRM-2026-000001", "F-MY-0001",
    ];

    private static IEnumerable<string> Contents(string prefix) =>
        Of<Change.ContentOneofCase>(prefix).Except([$"{prefix}.None"]);

    private static IEnumerable<string> Of<T>(string prefix)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{prefix}.{name}");

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Folder, "Language", file)).Descendants("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Order();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:T\[|\? |: )""([A-Z][\w.-]+)""")]
    private static partial Regex Literal();

    // One text beside another, or before a value, in the same element.
    [GeneratedRegex(@"@T\[[^\]]*\](?:\s+@T\[|\s*\+)")]
    private static partial Regex Joined();

    [GeneratedRegex(@"@\*.*?\*@|^@code \{.*?^\}|^@\{.*?^\}|^@(?:page|inject|using|attribute|inherits)[^\n]*"
        + @"|^\s*(?:else|return)[^\n]*",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"=""[^""]*""|@[A-Za-z(][^<]*|[{}]")]
    private static partial Regex Values();

    [GeneratedRegex(@">([^<>@]*[A-Za-z]{3,}[^<>@]*)<")]
    private static partial Regex Words();
}
