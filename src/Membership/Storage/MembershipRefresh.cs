using CrmClub.Membership.Copy;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>Keeps the view in memory like the tables, whichever replica changed them.</summary>
internal sealed class MembershipRefresh(
    NpgsqlDataSource database, MembershipState state, OpenBallots ballots, PublishedNotices notices,
    KnownGroups groups, ILogger<MembershipRefresh> log)
    : TableRefresh(database, log)
{
    /// <summary>On which the replicas tell each other that there is something new.</summary>
    public const string Channel = "membership_changed";

    protected override NpgsqlCommand Listen(NpgsqlConnection connection) => new($"LISTEN {Channel}", connection);

    protected override async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var book = await MembershipReader.BookAsync(connection, cancel);
        ballots.Replace(await BallotReader.AllAsync(connection, cancel));
        notices.Replace([.. book.Notices]);
        groups.Replace([.. book.Groups]);
        state.Replace(book.View);
    }
}
