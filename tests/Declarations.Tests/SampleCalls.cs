using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Tests;

/// <summary>What a system does for each conformance case; without the last call none is shown.</summary>
internal static class SampleCalls
{
    private const int BrokenItems = 20;

    private static int _number;

    public static Func<Task>[] Of(string id, ConformanceTests system)
    {
        var first = ConformanceTests.Request(Sound());
        var again = first.Clone();
        again.RequestId = $"{Guid.NewGuid()}";
        var other = first.Clone();
        other.Declaration.Exporter = "Another";
        var reused = other.Clone();
        reused.RequestId = again.RequestId;
        return id switch
        {
            "accepted" => [Send(first)],
            "read-back" => [Send(first), () => system.ReadAsync(system.LastMrn)],
            "not-found" => [() => system.ReadAsync("27AU0000000000000R")],
            "same-request" => [Send(first), Send(first)],
            "same-lrn" => [Send(first), Send(again)],
            "lrn-reused" => [Send(first), Send(reused)],
            "new-lrn" => [Send(first), Send(reused), Declare(one => one.Exporter = "Another")],
            "request-id-reused" => [Send(first), Send(With(other, one => one.Lrn = "OTHER"))],
            "corrected" => [Send(With(first, one => one.Procedure = "")), Send(again)],
            "twenty-faults" => Twenty(),
            "other-administration" => [Declare(one => one.Administration = "DE")],
            "future-day" => [Declare(one => one.AcceptanceDay = "2999-01-01")],
            "gross-below-net" => [Declare(one => one.Items[0].GrossMassKg = "1")],
            "item-twice" => [Declare(one => one.Items.Add(one.Items[0].Clone()))],
            "other-currency" => [Declare(one => one.Items[0].CustomsValue.Currency = "JPY")],
            "unknown-procedure" => [Declare(one => one.Procedure = "9900")],
            "unknown-certificate" => [Declare(one => Dysprosium(one, "CRM-TEST-UNKNOWN"))],
            "out-of-scope" => [Declare(_ => { })],
            "no-duty-procedure" => [Declare(one =>
            {
                Dysprosium(one);
                one.Procedure = "7100";
            })],
            "third-country" or "floor-levy" => [Declare(one => Dysprosium(one))],
            "floor-kept" => [Declare(one => Dysprosium(one, value: "9000000.00"))],
            "certified-supplier" => [Declare(one => Dysprosium(one, "CRM-TEST-VALID"))],
            "revoked-certificate" => [Declare(one => Dysprosium(one, "CRM-TEST-REVOKED"))],
            "expired-certificate" => [Declare(one => Dysprosium(one, "CRM-TEST-EXPIRED"))],
            "missing-certificate" => [Declare(one => Dysprosium(one))],
            "converted" => [Declare(one =>
            {
                one.InvoiceCurrency = one.Items[0].CustomsValue.Currency = "USD";
                one.Items[0].GoodsCode = "28469020";
            })],
            "several-items" => [Declare(one =>
            {
                one.Items.Add(one.Items[0].Clone());
                one.Items[1].Number = 2;
            })],
            "batch" => [Send(first, batch: true), Send(With(reused, one =>
            {
                one.Lrn = "BROKEN";
                one.Procedure = "";
            }), batch: true), Send(ConformanceTests.Request(Sound()), batch: true)],
            "pages" => [Send(first), Declare(_ => { }), () => system.ListAsync(1), () => system.ListAsync(500)],
            "unavailable" => Twice("RETRY-"),
            "overloaded" => Twice("WAIT-"),
            "lost-answer" => Twice("LOST-"),
            _ => throw new InvalidOperationException($"There is no example of {id}."),
        };

        Func<Task> Send(SubmitDeclarationRequest request, bool batch = false) =>
            () => system.SubmitAsync(request, batch);

        Func<Task> Declare(Action<Declaration> change) =>
            Send(With(ConformanceTests.Request(Sound()), change));

        Func<Task>[] Twice(string prefix)
        {
            var request = With(first, one => one.Lrn = prefix + one.Lrn);
            return [Send(request), Send(request)];
        }

        Func<Task>[] Twenty()
        {
            var sound = With(first, one =>
            {
                for (var number = 2; number <= BrokenItems; number++)
                {
                    one.Items.Add(one.Items[0].Clone());
                    one.Items[^1].Number = number;
                }
            });
            var broken = With(sound, one =>
            {
                foreach (var item in one.Items)
                    item.GoodsCode = "1";
            });
            return [Send(broken), Send(sound)];
        }
    }

    private static Declaration Sound() => ConformanceTests.Oxide($"L-{Interlocked.Increment(ref _number)}");

    private static SubmitDeclarationRequest With(SubmitDeclarationRequest request, Action<Declaration> change)
    {
        var changed = request.Clone();
        change(changed.Declaration);
        return changed;
    }

    // Of the certified facility; below the price floor, unless its value is high.
    private static void Dysprosium(Declaration declaration, string certificate = "", string value = "50000.00")
    {
        var item = declaration.Items[0];
        (item.GoodsCode, item.Origin, item.Facility) = ("28469020", "MY", "F-TEST");
        item.CustomsValue = new Money { Amount = value, Currency = "EUR" };
        if (certificate.Length > 0)
            item.Documents.Add(new Document { Code = "9CRM", Reference = certificate });
    }
}
