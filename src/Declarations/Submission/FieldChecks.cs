using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Declarations.Submission;

/// <summary>Checks of single values. Each notes what is wrong and goes on: one answer names every fault.</summary>
internal sealed class FieldChecks(Violations faults)
{
    public void Fault(Field field, string rule, string value, string accepted, string message) =>
        faults.Add(field.Path, field.DataElement, rule, Printable(value), accepted, message);

    public void Add(IEnumerable<Violation> broken)
    {
        foreach (var one in broken)
            faults.Add(one.Field, one.DataElement, one.Rule, Printable(one.Value), one.Accepted, one.Message);
    }

    /// <summary>A text of UCC Annex B: not longer than its format says.</summary>
    public bool Text(Field field, string value, int lengthMax, bool required) =>
        faults.Text(field.Path, field.DataElement, value, lengthMax, required);

    public DateOnly? Day(Field field, string value) => faults.Day(field.Path, field.DataElement, value);

    public bool Identifier(Field field, IdentifierCheck check)
    {
        if (check.IsValid)
            return true;
        Fault(field, check.Rule, check.Canonical, check.Accepted, check.Message);
        return false;
    }

    private static string Printable(string value) =>
        string.Concat(value.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}

/// <summary>A field as a violation names it.</summary>
/// <param name="Path">In the contract's names, from the declaration on.</param>
/// <param name="DataElement">Number of UCC Annex B; empty where it is none.</param>
/// <param name="Name">For people.</param>
internal readonly record struct Field(string Path, string DataElement, string Name);
