using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Duty;

/// <summary>A consignment as it is written into the page. It is sent as a form, so that no address holds it.</summary>
public sealed class ConsignmentForm
{
    private const string ProofOfOrigin = "9CRO";
    private const string Assay = "9CRA";
    private const string NotGiven = "not given";

    public string? Administration { get; set; }

    public string? Day { get; set; }

    public string? GoodsCode { get; set; }

    public string? Origin { get; set; }

    public string? Value { get; set; }

    public string? Currency { get; set; }

    public string? NetMass { get; set; }

    public string? ContainedShare { get; set; }

    /// <summary>Level of the certificate that is assumed; empty for none.</summary>
    public string? Level { get; set; }

    /// <summary>Whether there is proof of club origin.</summary>
    public bool IsClubOrigin { get; set; }

    /// <summary>The field in which what the contract names so was written.</summary>
    public static string FieldOf(string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "administration" => nameof(Administration),
        "acceptance_day" => nameof(Day),
        "goods_code" => nameof(GoodsCode),
        "origin" => nameof(Origin),
        "amount" => nameof(Value),
        "currency" or "invoice_currency" => nameof(Currency),
        "net_mass_kg" => nameof(NetMass),
        "contained_share" => nameof(ContainedShare),
        _ => "",
    };

    public Consignment Read()
    {
        var item = new GoodsItem
        {
            Number = 1,
            GoodsCode = string.Concat((GoodsCode ?? "").Where(sign => !char.IsWhiteSpace(sign) && sign != '.')),
            Origin = Upper(Origin),
            NetMassKg = NetMass?.Trim() ?? "",
            CustomsValue = new Money { Amount = Value?.Trim() ?? "", Currency = Upper(Currency) },
            ContainedShare = ContainedShare?.Trim() ?? "",
        };
        if (IsClubOrigin)
        {
            item.PreferentialOrigin = item.Origin;
            item.Documents.Add(new Document { Code = ProofOfOrigin, Reference = NotGiven });
        }

        if (item.ContainedShare.Length > 0)
            item.Documents.Add(new Document { Code = Assay, Reference = NotGiven });
        return new Consignment
        {
            Administration = Upper(Administration),
            AcceptanceDay = Day?.Trim() ?? "",
            Item = item,
            AssumedCertificateLevel = Enum.TryParse<CertificateLevel>(Level, out var level) ? level : default,
        };
    }

    /// <summary>The same question for the command line.</summary>
    public static string Command(Consignment asked)
    {
        var item = asked.Item;
        var words = new List<string>
        {
            "crmclub duty", $"--administration {asked.Administration}", $"--on {asked.AcceptanceDay}",
            $"--goods {item.GoodsCode}", $"--origin {item.Origin}", $"--value {item.CustomsValue.Amount}",
            $"--currency {item.CustomsValue.Currency}", $"--net-mass {item.NetMassKg}",
        };
        if (item.ContainedShare.Length > 0)
            words.Add($"--contained-share {item.ContainedShare}");
        if (item.PreferentialOrigin.Length > 0)
            words.Add($"--preferential-origin {item.PreferentialOrigin}");
        words.AddRange(item.Documents.Select(document => $"--document {document.Code}"));
        if (asked.AssumedCertificateLevel != CertificateLevel.Unspecified)
            words.Add($"--certificate {asked.AssumedCertificateLevel}");
        return string.Join(' ', words);
    }

    private static string Upper(string? text) => text?.Trim().ToUpperInvariant() ?? "";
}
