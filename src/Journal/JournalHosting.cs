using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace CrmClub.Journal;

/// <summary>Registration of the journal in a service.</summary>
public static class JournalHosting
{
    /// <summary>
    /// The producing side: sealer, publisher, JournalService and AuditService. Needs an <c>NpgsqlDataSource</c>, the
    /// connection string "rabbitmq", an <see cref="ISnapshotSource"/>, and optionally <see cref="IRowAudit"/>s.
    /// Names: exchange <c>{service}.journal</c>.
    /// </summary>
    public static IHostApplicationBuilder AddJournal(this IHostApplicationBuilder builder, string service) =>
        throw new NotImplementedException();

    /// <summary>
    /// The consuming side: queue <c>{service}.{producer}</c>, cursor, parking, gap reading, snapshot. Comes after
    /// <see cref="AddJournal"/>. Needs a <c>JournalService.JournalServiceClient</c> keyed by the producer's name, as
    /// <c>AddClubClient</c> registers it. The copy is a singleton, also under its own type.
    /// </summary>
    public static IHostApplicationBuilder AddCopy<TCopy>(this IHostApplicationBuilder builder) where TCopy : class, ICopy =>
        throw new NotImplementedException();

    /// <summary>Maps JournalService and AuditService.</summary>
    public static IEndpointRouteBuilder MapJournal(this IEndpointRouteBuilder endpoints) =>
        throw new NotImplementedException();
}
