using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Reading;

/// <summary>A stored revision as it is answered.</summary>
internal static class Answers
{
    /// <summary>With the derivation, computed again from what the revision cites.</summary>
    public static DeclarationAnswer Full(
        StoredRevision revision, Standing standing, bool replayed = false, DeclarationState? state = null,
        bool seesLocal = false)
    {
        // Of what was invalidated nothing is derived.
        if (revision.Decision.Invalidated)
            return Brief(revision, standing, replayed, state, seesLocal);
        var answer = Head(revision, replayed, state);
        answer.Items.AddRange(Assessor.Explain(revision.Declaration, Basis.Cited(standing, revision)));
        AddQuotas(answer, revision);
        AddControls(answer, revision, standing, seesLocal);
        return answer;
    }

    /// <summary>Without derivation: the amounts of the measures applied.</summary>
    public static DeclarationAnswer Brief(
        StoredRevision revision, Standing standing, bool replayed = false, DeclarationState? state = null,
        bool seesLocal = false)
    {
        var answer = Head(revision, replayed, state);
        var release = standing.Tariffs.Version(revision.Decision.Tariff);
        answer.Items.AddRange(revision.Decision.Items.Select(item => Item(item, revision.Decision, release)));
        AddQuotas(answer, revision);
        AddControls(answer, revision, standing, seesLocal);
        return answer;
    }

    /// <summary>As a line of a list needs it.</summary>
    public static DeclarationAnswer Line(
        StoredRevision revision, Standing standing, DeclarationState state, bool seesLocal)
    {
        var (identity, decision) = (revision.Identity, revision.Decision);
        var answer = new DeclarationAnswer
        {
            Mrn = identity.Mrn,
            MrnIssuedBy = identity.MrnIssuedBy,
            Lrn = identity.Lrn,
            Administration = identity.Administration,
            State = state,
            Revision = revision.Revision,
            Duty = new Money { Amount = decision.Duty, Currency = decision.Currency },
            DecidedAt = revision.RecordedAt.ToTimestamp(),
            AcceptanceDay = Declared.Day(revision.AcceptanceDay),
            Cause = revision.Cause,
        };
        foreach (var item in decision.Items)
            answer.Items.Add(new DutyAnswer { Item = item.Number, NotAllowed = item.NotAllowed });
        AddControls(answer, revision, standing, seesLocal);
        return answer;
    }

    private static void AddQuotas(DeclarationAnswer answer, StoredRevision revision)
    {
        var decision = revision.Decision;
        foreach (var (item, stored) in answer.Items.Zip(decision.Items))
        {
            if (stored.Quota is not { Requested.Length: > 0 } quota)
                continue;
            item.Quota = new QuotaAnswer
            {
                OrderNumber = quota.OrderNumber,
                Unit = quota.Unit,
                Requested = quota.Requested,
                Allocated = quota.Allocated,
                Drawing = quota.Revision == 0
                    ? "" : Drawings.Id(revision.Identity.Mrn, quota.Revision, item.Item),
                Critical = quota.Critical,
                Blocked = quota.Blocked,
            };
            item.Security = quota.Security.Length == 0 ? null : Of(Wire.ParseDecimal(quota.Security));
        }

        var secured = decision.Security.Length == 0 ? 0 : Wire.ParseDecimal(decision.Security);
        if (secured > 0)
            answer.Security = Of(secured);
        if (Settled.In(decision) is not { } settled)
            return;
        var used = Math.Clamp(Wire.ParseDecimal(decision.Duty) - settled.Duty, 0, settled.Security);
        (answer.SecurityUsed, answer.SecurityReleased) = (Of(used), Of(Math.Max(0, settled.Security - used - secured)));

        Money Of(decimal amount) => new() { Amount = Wire.Decimal(amount), Currency = decision.Currency };
    }

    private static void AddControls(
        DeclarationAnswer answer, StoredRevision revision, Standing standing, bool seesLocal)
    {
        var decision = revision.Decision;
        // What was decided before there were profiles was not scored; of the invalidated nothing is left to control.
        if (decision.Profiles == 0 || decision.Invalidated)
            return;
        for (var index = 0; index < decision.Items.Count; index++)
            answer.Items[index].Control = Scoring.Answer(decision.Items[index], seesLocal, IsCertified);

        bool IsCertified(StoredClaim claim) =>
            decision.Certificates.FirstOrDefault(one => one.Number == claim.Certificate) is not { } cited
            || standing.Certificates.Version(cited.Number, cited.Version) is not { } certificate
            || (Certificates.ToEvidence(certificate) is { } evidence && RiskRules.IsInForce(
                evidence, new(claim.Material, (CrmClub.Tariffs.Engine.Stage)claim.Stage), revision.Day));
    }

    private static DeclarationAnswer Head(StoredRevision revision, bool replayed, DeclarationState? state)
    {
        var decision = revision.Decision;
        return new DeclarationAnswer
        {
            Mrn = revision.Identity.Mrn,
            MrnIssuedBy = revision.Identity.MrnIssuedBy,
            Lrn = revision.Identity.Lrn,
            Administration = revision.Identity.Administration,
            State = state ?? revision.State,
            Revision = revision.Revision,
            Duty = new Money { Amount = decision.Duty, Currency = decision.Currency },
            Replayed = replayed,
            Versions = VersionsOf(decision),
            DecidedAt = revision.RecordedAt.ToTimestamp(),
            AcceptanceDay = Declared.Day(revision.AcceptanceDay),
            Cause = revision.Cause,
            Receipt = $"/api/v1/declarations/{revision.Identity.Mrn}/receipt?revision={revision.Revision}",
        };
    }

    private static Versions VersionsOf(StoredDecision decision)
    {
        var versions = new Versions
        {
            Tariff = decision.Tariff,
            TariffHash = Convert.ToHexStringLower(decision.TariffHash.Span),
            RateSet = decision.RateSet,
            MembershipSeq = decision.MembershipSeq,
        };
        versions.Certificates.AddRange(decision.Certificates.Select(
            cited => new CertificateVersion { Number = cited.Number, Version = cited.Version }));
        return versions;
    }

    private static DutyAnswer Item(StoredItem item, StoredDecision decision, TariffRelease? release)
    {
        var answer = new DutyAnswer
        {
            Item = item.Number,
            Duty = item.NotAllowed ? null : new Money { Amount = item.Duty, Currency = decision.Currency },
            NotAllowed = item.NotAllowed,
            TariffVersion = decision.Tariff,
            OriginStatus = (OriginStatus)item.OriginStatus,
            Regime = (MeasureType)item.Regime,
            InScope = item.InScope,
            CertificateVersion =
                decision.Certificates.FirstOrDefault(cited => cited.Number == item.Certificate)?.Version ?? 0,
            RateSet = decision.RateSet,
            NoDuty = decision.Invalidated ? NoDuty.Invalidated
                : !item.InScope ? NoDuty.OutOfScope
                : item.NoDutyProcedure ? NoDuty.Procedure : NoDuty.Unspecified,
        };
        answer.Measures.AddRange(item.Amounts.Select(amount => Applied(amount, release)));
        return answer;
    }

    private static MeasureAnswer Applied(StoredAmount amount, TariffRelease? release)
    {
        var answer = new MeasureAnswer { Id = amount.Measure, Applied = true, Amount = amount.Amount };
        if (release?.Measure(amount.Measure) is { } measure)
        {
            answer.Type = (MeasureType)measure.Type;
            answer.LegalBase = measure.LegalBase;
            answer.Footnotes.AddRange(measure.Footnotes);
            answer.AdditionalCode = measure.AdditionalCode;
            answer.TaxType = Tariffs.Engine.MeasureTypes.Rule(measure.Type).TaxType;
        }

        return answer;
    }
}
