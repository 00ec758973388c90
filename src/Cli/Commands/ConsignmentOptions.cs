using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary>A consignment, given by options.</summary>
internal static class ConsignmentOptions
{
    private static readonly Option<string?> Goods = Text("--goods", "CODE", "Commodity code, 8 digits");
    private static readonly Option<string?> Origin = Text("--origin", "COUNTRY", "Country of origin");
    private static readonly Option<string?> Value = Text("--value", "AMOUNT", "Customs value");
    private static readonly Option<string?> Currency = Text("--currency", "CODE", "Currency of the value");
    private static readonly Option<string?> NetMass = Text("--net-mass", "KG", "Net mass in kg");
    private static readonly Option<string?> Share = Text("--contained-share", "SHARE",
        "Share of contained material, 0 to 1; needs --document 9CRA");
    private static readonly Option<string?> Facility = Text("--facility", "NUMBER", "Facility that made the goods");
    private static readonly Option<string?> Certificate = Text("--certificate", "LEVEL|NUMBER",
        "A, B or C assumes a certificate of that level; else a certificate's number");
    private static readonly Option<string?> Preferential = Text("--preferential-origin", "COUNTRY",
        "Preferential origin, a country or CLUB; needs --document 9CRO");

    private static readonly Option<string?> Transport = Text("--transport-document-date", "DAY",
        "Date of the transport document; needed with --document 9CRW");

    private static readonly Option<string?> Quota = Text("--quota", "NUMBER",
        "Order number of the quota asked for; --allocated says what of it is allocated");

    private static readonly Option<string?> Allocated = Text("--allocated", "AMOUNT UNIT",
        "What the item got of the quota, for instance \"447 kg Dy2O3\"");

    private static readonly Option<string[]> AdditionalCode = new("--additional-code")
    {
        Description = "A choice, or a certified company, that measures name; repeatable",
        HelpName = "CODE",
    };

    private static readonly Option<string[]> Request = new("--request")
    {
        Description = "What is asked for first: a document's code or the quota's number; repeatable, in order",
        HelpName = "CODE",
    };

    private static readonly Option<string> Administration = new("--administration")
    {
        Description = "Where it would be declared (default: DE)",
        HelpName = "COUNTRY",
        DefaultValueFactory = _ => "DE",
    };

    private static readonly Option<string[]> Document = new("--document")
    {
        Description = "A document presented, with its reference after a colon, for instance 9CRO:12/2026; repeatable",
        HelpName = "CODE[:REFERENCE]",
    };

    private static readonly Option<string[]> Quantity = new("--quantity")
    {
        Description = "A quantity beside the net mass, for instance \"300 kg W\" or \"12 hl\"; repeatable; of a "
            + "contained material with --document 9CRA",
        HelpName = "AMOUNT UNIT",
    };

    private static readonly Option<string[]> Component = new("--component")
    {
        Description = "Value of a component that bears a rate of its own, for instance \"case 120.50\"; repeatable",
        HelpName = "NAME AMOUNT",
    };

    public static IEnumerable<Symbol> All =>
    [
        Goods, Origin, Value, Currency, NetMass, Administration, Certificate, Document, Share, Facility, Preferential,
        Transport, Quantity, Component, AdditionalCode, Quota, Allocated, Request,
    ];

    public static Consignment Read(Invocation invocation)
    {
        var missing = new[] { Goods, Origin, Value, Currency, NetMass }.Where(o => invocation.Get(o) is null).ToList();
        if (missing.Count > 0)
            throw new CliException(ExitCodes.WrongInput, $"Missing: {string.Join(", ", missing.Select(o => o.Name))}.",
                "See crmclub duty --help.");
        var item = new GoodsItem
        {
            Number = 1,
            GoodsCode = invocation.Get(Goods)!.Replace(".", "", StringComparison.Ordinal),
            Description = "",
            Origin = invocation.Get(Origin)!,
            PreferentialOrigin = invocation.Get(Preferential) ?? "",
            NetMassKg = invocation.Get(NetMass)!,
            CustomsValue = new Money { Amount = invocation.Get(Value)!, Currency = invocation.Get(Currency)! },
            ContainedShare = invocation.Get(Share) ?? "",
            Facility = invocation.Get(Facility) ?? "",
            TransportDocumentDate = invocation.Get(Transport) ?? "",
            QuotaOrderNumber = invocation.Get(Quota) ?? "",
            AdditionalCodes = { invocation.Get(AdditionalCode) ?? [] },
            Requests = { invocation.Get(Request) ?? [] },
        };
        var consignment = new Consignment
        {
            Administration = invocation.Get(Administration)!,
            AcceptanceDay = invocation.OnText,
            Item = item,
        };
        foreach (var document in invocation.Get(Document) ?? []) item.Documents.Add(DocumentOf(document));
        foreach (var (amount, unit) in Pairs(invocation, Quantity))
            item.Quantities.Add(new Quantity { Amount = amount, Unit = unit });
        foreach (var (name, amount) in Pairs(invocation, Component))
            item.ComponentValues.Add(new ComponentValue { Component = name, Amount = amount });
        if (invocation.Get(Allocated) is { } allocated)
        {
            var (amount, unit) = Pair(allocated);
            consignment.Quota = new QuotaClaim { Allocated = amount, Unit = unit };
        }

        if (invocation.Get(Certificate) is { } certificate) Add(consignment, certificate);
        return consignment;
    }

    private static void Add(Consignment consignment, string certificate)
    {
        const string code = "9CRM";
        consignment.AssumedCertificateLevel = certificate switch
        {
            "A" => CertificateLevel.A,
            "B" => CertificateLevel.B,
            "C" => CertificateLevel.C,
            _ => CertificateLevel.Unspecified,
        };
        if (consignment.AssumedCertificateLevel == CertificateLevel.Unspecified)
            consignment.Item.Documents.Add(new Document { Code = code, Reference = certificate });
    }

    private static IEnumerable<(string First, string Second)> Pairs(Invocation invocation, Option<string[]> option) =>
        (invocation.Get(option) ?? []).Select(Pair);

    // What is missing is named with all else that is wrong.
    private static (string First, string Second) Pair(string text) =>
        text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, "");

    private static Document DocumentOf(string text)
    {
        var parts = text.Split(':', 2);
        return new Document { Code = parts[0], Reference = parts.Length == 2 ? parts[1] : "not given" };
    }

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
