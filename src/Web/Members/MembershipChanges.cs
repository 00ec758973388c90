using System.Collections;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Web.Pages;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Web.Members;

/// <summary>What a prepared change of membership says.</summary>
internal static class MembershipChanges
{
    /// <summary>Whom or what it is about, by code, number or name.</summary>
    public static string Subject(this Change change) => change.ContentCase switch
    {
        Change.ContentOneofCase.Criterion => $"{change.Criterion.Party} {change.Criterion.Criterion}",
        Change.ContentOneofCase.Correction => $"{change.Correction.Party} {change.Correction.Decision}",
        Change.ContentOneofCase.VotingShares => change.VotingShares.ValidFrom,
        Change.ContentOneofCase.Mandate => change.Mandate.Party,
        Change.ContentOneofCase.Administration => change.Administration.Code,
        Change.ContentOneofCase.CustomsSystem => change.CustomsSystem.Name,
        Change.ContentOneofCase.Rotation => change.Rotation.ClientId,
        Change.ContentOneofCase.CountryGroup => change.CountryGroup.Code,
        Change.ContentOneofCase.Notice => change.Notice.TitleEn,
        _ => "",
    };

    /// <summary>Code of the party that it is about; empty where it is about none, or about all.</summary>
    public static string Party(this Change change) => change.ContentCase switch
    {
        Change.ContentOneofCase.Criterion => change.Criterion.Party,
        Change.ContentOneofCase.Correction => change.Correction.Party,
        Change.ContentOneofCase.Mandate => change.Mandate.Party,
        Change.ContentOneofCase.Administration => change.Administration.Party,
        _ => "",
    };

    /// <summary>All that it says, by the contract's names of its fields.</summary>
    public static IEnumerable<(string Field, string Value)> Facts(this Change change) =>
        Change.Descriptor.Oneofs[0].Fields.Where(field => field.Accessor.HasValue(change))
            .SelectMany(field => Facts(field.Name, field.Accessor.GetValue(change)));

    private static IEnumerable<(string Field, string Value)> Facts(string name, object value) => value switch
    {
        Timestamp at => [(name, Clocks.Text(at))],
        IMessage message => message.Descriptor.Fields.InFieldNumberOrder()
            .SelectMany(field => Facts($"{name}.{field.Name}", field.Accessor.GetValue(message) ?? "")),
        string text => text.Length > 0 ? [(name, text)] : [],
        IEnumerable many => many.Cast<object>().SelectMany((one, place) => Facts($"{name}[{place}]", one)),
        bool isSo => isSo ? [(name, "true")] : [],
        0 => [],
        System.Enum { } kind => Convert.ToInt32(kind) == 0 ? [] : [(name, $"{kind}")],
        _ => [(name, $"{value}")],
    };
}
