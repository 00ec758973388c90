namespace CrmClub.Web.Parts;

/// <summary>Days on which something is one thing.</summary>
/// <param name="Label">What it is.</param>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last; null where there is none.</param>
/// <param name="Look">How it is drawn.</param>
public sealed record Stretch(string Label, DateOnly From, DateOnly? To, string Look);
