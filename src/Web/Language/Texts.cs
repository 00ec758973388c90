namespace CrmClub.Web.Language;

/// <summary>Names the resource files of the pages' own texts; words of the trade are in the contracts.</summary>
public sealed class Texts;
