using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using Kind = CrmClub.Contracts.Declarations.V1.RiskRule.KindOneofCase;

namespace CrmClub.Declarations.Controls;

/// <summary>Whether a profile hits an item. Pure, and free of allocations.</summary>
internal static class RiskRules
{
    private const int DrawsFrom = 10_000;
    private const int IdBytes = 16;

    // A certificate that tells no capacity bounds nothing.
    private const decimal CapacityKgMax = decimal.MaxValue / 1_000_000;

    public static bool Hits(RiskProfile profile, ref ItemFacts facts) => profile.Rule.KindCase switch
    {
        Kind.MassBalance => Hits(profile.Rule.MassBalance, ref facts),
        Kind.Price => Hits(profile.Rule.Price, ref facts),
        Kind.NewSupplier => Hits(profile.Rule.NewSupplier, ref facts),
        Kind.Route => facts.Declaration.DispatchCountry != facts.Item.Origin
            && !profile.Rule.Route.UsualCountries.Contains(facts.Declaration.DispatchCountry),
        Kind.GrossMass => facts.Item.GrossMassKg * 100 > facts.Item.NetMassKg * profile.Rule.GrossMass.AbovePercent,
        Kind.UnitSlip => Hits(profile.Rule.UnitSlip, ref facts),
        Kind.Random => IsDrawn(facts.Basis.Id, profile.Id, profile.Rule.Random.Of10000),
        Kind.Assay => facts is { Assayed: { } assayed, Line.DefaultContainedShare: { } usual }
            && Math.Abs(assayed - usual) * 100 > profile.Rule.Assay.Points,
        Kind.RelatedParties => facts.Declaration.RelatedParties,
        Kind.Goods => Hits(profile.Rule.Goods, ref facts),
        // A rule of a later release, which nobody could propose here.
        _ => throw new InvalidOperationException($"Profile {profile.Id} has no rule that is known."),
    };

    /// <summary>Whether a declaration is drawn, by its identifier and the profile's: profiles draw apart.</summary>
    public static bool IsDrawn(Guid declaration, string profile, int of10000)
    {
        Span<byte> drawn = stackalloc byte[IdBytes + Encoding.UTF8.GetMaxByteCount(ProfileRules.IdLengthMax)];
        declaration.TryWriteBytes(drawn, bigEndian: true, out _);
        var length = IdBytes + Encoding.UTF8.GetBytes(profile, drawn[IdBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(drawn[..length], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % DrawsFrom < (ulong)of10000;
    }

    private static bool Hits(MassBalanceRule rule, ref ItemFacts facts)
    {
        if (facts.Line is not { } line || facts.ContainedKg is not { } kg)
            return false;
        foreach (var certificate in facts.Item.Certificates)
        {
            // A decision from before there were claims has none.
            var claim = ClaimOn(certificate.Facility, facts.Stored);
            var used = kg + (claim is null ? 0 : Wire.ParseDecimal(claim.UsedKg));
            var capacity = !Covers(certificate, line, ref facts) ? 0
                : claim is { CapacityKg.Length: > 0 } ? Wire.ParseDecimal(claim.CapacityKg)
                : CertifiedKg(certificate.Number, line, facts.Basis) ?? CapacityKgMax;
            if (Reaches(used * 100, rule.FromPercent * capacity, rule.Above)
                && (rule.ToPercent == 0 || used * 100 <= rule.ToPercent * capacity))
                return true;
        }

        return false;
    }

    private static bool Reaches(decimal used, decimal from, bool above) => above ? used > from : used >= from;

    // By place: what goes through a repeated field is an object.
    private static StoredClaim? ClaimOn(string facility, StoredItem item)
    {
        for (var at = 0; at < item.Claims.Count; at++)
        {
            if (item.Claims[at].Facility == facility)
                return item.Claims[at];
        }

        return null;
    }

    private static bool Covers(CertificateEvidence certificate, ClubLine line, ref ItemFacts facts) =>
        (facts.Item.Facility.Length == 0 || certificate.Facility == facts.Item.Facility)
        && IsInForce(certificate, new CertificateScope(line.Material, line.Stage), facts.Day);

    /// <summary>Whether a certificate counts for a material at a stage on a day.</summary>
    public static bool IsInForce(CertificateEvidence certificate, CertificateScope scope, DateOnly day) =>
        certificate.Valid.Covers(day) && !(certificate.RevokedFrom <= day) && !(certificate.SupersededFrom <= day)
        && certificate.SuspensionOn(day) is null && certificate.Scopes.Contains(scope);

    /// <summary>Kg a year by the certificate's scope; null where it tells none.</summary>
    public static decimal? CertifiedKg(string number, ClubLine line, Basis basis)
    {
        var scopes = basis.Certificates[number].Scopes;
        for (var at = 0; at < scopes.Count; at++)
        {
            var scope = scopes[at];
            if (scope.Material == line.Material && (Stage)scope.Stage == line.Stage
                && Wire.TryDecimal(scope.CapacityTonsPerYear, out var tons) && tons < CapacityKgMax / 1000)
                return tons * 1000;
        }

        return null;
    }

    private static bool Hits(PriceRule rule, ref ItemFacts facts) => facts.Price is var (value, reference)
        && (value * 100 < rule.BelowPercent * reference
            || (rule.AbovePercent > 0 && value * 100 > rule.AbovePercent * reference));

    private static bool Hits(NewSupplierRule rule, ref ItemFacts facts)
    {
        foreach (var certificate in facts.Item.Certificates)
        {
            if (facts.Basis.Certificates[certificate.Number].Replaces.Length == 0
                && IsShortAfter(certificate.Valid.From, rule.Days, facts.Day))
                return true;
            foreach (var suspension in certificate.Suspensions)
            {
                if (suspension.To is { } lifted && IsShortAfter(lifted, rule.Days, facts.Day))
                    return true;
            }
        }

        return false;
    }

    private static bool IsShortAfter(DateOnly first, int days, DateOnly day) =>
        first <= day && day.DayNumber - first.DayNumber < days;

    private static bool Hits(UnitSlipRule rule, ref ItemFacts facts)
    {
        if (facts.Price is var (value, reference) && IsOff(value, reference, rule.Factor))
            return true;
        if (facts.Line is not { } line || facts.ContainedKg is not { } kg)
            return false;
        foreach (var quantity in facts.Item.Quantities)
        {
            if (quantity.Unit.Of == line.ContentUnit && quantity.Unit.Measurement.Kind == QuantityKind.Mass
                && IsOff(quantity.Amount * quantity.Unit.Measurement.Size, kg, rule.Factor))
                return true;
        }

        return false;
    }

    private static bool IsOff(decimal one, decimal other, int factor) =>
        IsAbout(one, other, factor) || IsAbout(other, one, factor);

    private static bool IsAbout(decimal large, decimal small, int factor) =>
        small > 0 && 2 * large >= small * factor && large <= 2 * small * factor;

    private static bool Hits(GoodsRule rule, ref ItemFacts facts)
    {
        if (rule.Origins.Count > 0 && !rule.Origins.Contains(facts.Item.Origin))
            return false;
        for (var at = 0; at < rule.GoodsCodes.Count; at++)
        {
            if (facts.Item.GoodsCode.StartsWith(rule.GoodsCodes[at], StringComparison.Ordinal))
                return true;
        }

        return rule.GoodsCodes.Count == 0;
    }
}
