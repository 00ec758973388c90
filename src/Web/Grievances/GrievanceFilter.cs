using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Grievances;

/// <summary>Which grievances a list shows, as its address has it.</summary>
/// <param name="Name">A state, or <see cref="Late"/>; anything else means all.</param>
internal sealed record GrievanceFilter(string? Name)
{
    /// <summary>Those whose promised day passed without an answer.</summary>
    public const string Late = "late";

    public static IEnumerable<GrievanceState> States =>
        Enum.GetValues<GrievanceState>().Where(state => state != GrievanceState.Unspecified);

    public GrievanceState State => States.FirstOrDefault(state => $"{state}" == Name);

    public bool Overdue => Name == Late;
}

/// <summary>How long a grievance has waited of the time that was promised for its answer.</summary>
internal static class GrievanceAge
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Days since it was filed, up to its answer where there is one.</summary>
    public static int Age(this Grievance one, DateOnly today) =>
        (one.AnsweredOn() ?? today).DayNumber - Day(one.FiledOn);

    /// <summary>Days within which the answer is promised.</summary>
    public static int Promised(this Grievance one) => Day(one.DueOn) - Day(one.FiledOn);

    /// <summary>Whether the promised day passed without an answer, or before it.</summary>
    public static bool IsLate(this Grievance one, DateOnly today) => one.Age(today) > one.Promised();

    private static DateOnly? AnsweredOn(this Grievance one) =>
        one.Steps.LastOrDefault(step => step.Kind == GrievanceStepKind.Answered)?.RecordedAt is { } at
            ? DateOnly.FromDateTime(at.ToDateTime()) : null;

    private static int Day(string day) => DateOnly.TryParseExact(
        day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found.DayNumber : 0;
}
