using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Duty;

namespace CrmClub.Web.Compare;

/// <summary>Two consignments as they are written into the page. They are sent as a form, so that no address holds them.
/// </summary>
internal sealed class CompareForm
{
    public ConsignmentForm Before { get; set; } = new();

    public ConsignmentForm After { get; set; } = new();

    /// <summary>What was sent when the session had ended, by the names of the page's fields.</summary>
    public static CompareForm? Of(IFormCollection? sent) => sent is null ? null : new()
    {
        Before = Side(sent, nameof(Before)),
        After = Side(sent, nameof(After)),
    };

    /// <summary>The field in which what the contract names so was written.</summary>
    public static string FieldOf(string path) => path.Split('.', 2) is ["before" or "after", var rest]
        ? $"{(path[0] == 'b' ? nameof(Before) : nameof(After))}.{ConsignmentForm.FieldOf(rest)}" : "";

    public CompareDutiesRequest Read() => new()
    {
        Before = new AskedDuty { Consignment = Before.Read() },
        After = new AskedDuty { Consignment = After.Read() },
    };

    private static ConsignmentForm Side(IFormCollection sent, string side)
    {
        string Field(string name) => sent[$"Form.{side}.{name}"].ToString();
        return new()
        {
            Administration = Field(nameof(ConsignmentForm.Administration)),
            Day = Field(nameof(ConsignmentForm.Day)),
            GoodsCode = Field(nameof(ConsignmentForm.GoodsCode)),
            Origin = Field(nameof(ConsignmentForm.Origin)),
            Value = Field(nameof(ConsignmentForm.Value)),
            Currency = Field(nameof(ConsignmentForm.Currency)),
            NetMass = Field(nameof(ConsignmentForm.NetMass)),
            ContainedShare = Field(nameof(ConsignmentForm.ContainedShare)),
            Level = Field(nameof(ConsignmentForm.Level)),
            IsClubOrigin = Field(nameof(ConsignmentForm.IsClubOrigin)) == "true",
        };
    }
}
