using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Rules of fields that several requests about grievances share.</summary>
internal static class GrievanceRules
{
    public const int TextLengthMax = 10_000;

    /// <summary>Line ends as one writes them everywhere: browsers send two characters.</summary>
    public static string Lines(string text) => text.ReplaceLineEndings("\n");

    extension(Violations faults)
    {
        /// <summary>A text of several lines.</summary>
        public void Paragraphs(string field, string value) =>
            faults.Text(field, "", Lines(value).Replace('\n', ' ').Replace('\t', ' '), TextLengthMax);

        public void Language(string field, string value)
        {
            if (Contracts.Identifiers.Languages.Check(value) is { IsValid: false } broken)
                faults.Add(field, "", broken.Rule, value, broken.Accepted, broken.Message);
        }
    }
}
