namespace CrmClub.Contracts.Wording;

/// <summary>Something that headings, facts and tables are written into one after the other, as text.</summary>
public interface IDocumentText
{
    /// <param name="level">1 for the document's title, then 2 and 3.</param>
    /// <param name="words">What it says.</param>
    IDocumentText Heading(int level, string words);

    /// <summary>A paragraph; nothing where there are no words.</summary>
    IDocumentText Paragraph(string words);

    /// <summary>Terms with their values; those without are left out.</summary>
    IDocumentText Facts(params IEnumerable<(string Term, string Value)> facts);

    /// <summary>A table whose rows are named by their first cell.</summary>
    IDocumentText Table(string caption, IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows);
}
