using CrmClub.Declarations.Assessment;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>How far the copies are in the database.</summary>
/// <param name="CertificateChange">Last change of certificates.</param>
/// <param name="MembershipSeq">Place in Membership's journal.</param>
/// <param name="RateSet">Newest set of exchange rates and reference prices.</param>
/// <param name="Tariff">Newest version whose document is here.</param>
internal readonly record struct Copied(long CertificateChange, long MembershipSeq, int RateSet, int Tariff)
{
    public static Copied Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3));

    /// <summary>Whether what was decided on a standing has to be decided again.</summary>
    public bool IsNewerThan(Standing known, bool citesCertificates) =>
        (citesCertificates && known.Certificates.Change < CertificateChange)
        || known.Membership.Seq < MembershipSeq
        || known.Tariffs.RateSet < RateSet
        || known.Tariffs.Newest < Tariff;
}
