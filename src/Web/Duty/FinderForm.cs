using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Web.Duty;

/// <summary>Goods as a trader writes them into the page; sent as a form, so that no address holds them.</summary>
internal sealed class FinderForm
{
    public string? GoodsCode { get; set; }

    public string? Origin { get; set; }

    /// <summary>Number of a facility or of a certificate; empty for none.</summary>
    public string? Supplier { get; set; }

    public string? Value { get; set; }

    public string? Currency { get; set; }

    public string? NetMass { get; set; }

    public string? ContainedShare { get; set; }

    /// <summary>Whether there will be proof of club origin.</summary>
    public bool IsClubOrigin { get; set; }

    public string? Administration { get; set; }

    /// <summary>A day of the week of arrival.</summary>
    public string? Arrival { get; set; }

    /// <summary>What the contract calls the field.</summary>
    public static string PathOf(string field) => field switch
    {
        nameof(GoodsCode) => "goods_code",
        nameof(Origin) => "origin",
        nameof(Value) => "customs_value.amount",
        nameof(Currency) => "customs_value.currency",
        nameof(NetMass) => "net_mass_kg",
        nameof(ContainedShare) => "contained_share",
        nameof(Administration) => "administration",
        nameof(Arrival) => "arrival_day",
        _ => "",
    };

    /// <summary>The question, without a certificate.</summary>
    public FindDutyRequest Read() => new()
    {
        GoodsCode = string.Concat((GoodsCode ?? "").Where(sign => !char.IsWhiteSpace(sign) && sign != '.')),
        Origin = Upper(Origin),
        CustomsValue = new Money { Amount = Value?.Trim() ?? "", Currency = Upper(Currency) },
        NetMassKg = NetMass?.Trim() ?? "",
        ContainedShare = ContainedShare?.Trim() ?? "",
        ClubOrigin = IsClubOrigin,
        Administration = Upper(Administration),
        ArrivalDay = Arrival?.Trim() ?? "",
    };

    /// <summary>As it stands in a derivation.</summary>
    public static GoodsItem ItemOf(FindDutyRequest asked) => new()
    {
        Number = 1,
        GoodsCode = asked.GoodsCode,
        Origin = asked.Origin,
        NetMassKg = asked.NetMassKg,
        CustomsValue = asked.CustomsValue,
    };

    /// <summary>What is due, in words; empty where there is no answer.</summary>
    public static string DutyOf(DutyAnswer? answer) => answer is null ? ""
        : answer.Duty is { } duty ? Figures.Of(duty) : Words.Get(answer.NotAllowed ? "NotAllowed" : "NotDecided");

    private static string Upper(string? text) => text?.Trim().ToUpperInvariant() ?? "";
}
