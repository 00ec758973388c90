using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds the accounts against the revisions and reports that explain them.</summary>
internal sealed class AccountAudit : IRowAudit
{
    private const int StretchEntries = 100;

    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reached = await AccountCheck.OpeningAsync(connection, cancel);
        CheckedStretch stretch;
        do
        {
            stretch = await AccountCheck.NextAsync(connection, reached, StretchEntries, cancel);
            foreach (var (entry, posting) in stretch.Found)
            {
                yield return new AuditFault
                {
                    Table = "posting",
                    Key = $"entry={entry} administration={posting.Administration} kind={posting.Kind}",
                    Fault = $"{posting.Amount} {posting.Currency} is not explained",
                };
            }

            reached = stretch.Last;
        }
        while (!stretch.IsEnd);
    }
}
