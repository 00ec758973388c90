using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>A request of a day, with what was charged at acceptance.</summary>
/// <param name="Request">As sent.</param>
/// <param name="Place">Among the requests.</param>
/// <param name="Quantity">In the quota's unit.</param>
/// <param name="Pending">What its goods bear while it is not allocated; null where it says nothing of them.</param>
internal sealed record AskedQuota(QuotaRequest Request, int Place, decimal Quantity, DutyAnswer? Pending)
{
    /// <summary>What it gets, and what its goods bear by that.</summary>
    public QuotaDrawing Draw(
        Engine.Quotas.QuotaDrawing drawing, QuotaDay document, Func<Consignment, DutyAnswer> decide)
    {
        var drawn = new QuotaDrawing
        {
            Reference = drawing.Id,
            Requested = Wire.Decimal(drawing.Requested),
            Allocated = Wire.Decimal(drawing.Allocated),
            Rest = Wire.Decimal(drawing.Requested - drawing.Allocated),
        };
        if (Pending is null)
            return drawn;
        var claim = new QuotaClaim { Unit = document.Unit, Allocated = drawn.Allocated };
        (drawn.Charged, drawn.Security) = (Pending.Duty, Pending.Security);
        drawn.Duty = Decide(Request.Consignment, claim, Place, decide).Duty;
        if (Pending.Security is { } security)
        {
            var used = Wire.ParseDecimal(drawn.Duty.Amount) - Wire.ParseDecimal(Pending.Duty.Amount);
            drawn.Released = new Money
            {
                Amount = Wire.Decimal(Wire.ParseDecimal(security.Amount) - used),
                Currency = security.Currency,
            };
        }

        return drawn;
    }

    /// <summary>What goods bear by what is known of the quota.</summary>
    /// <exception cref="StrictJsonException">They can't be decided, or the quota is not for them.</exception>
    public static DutyAnswer Decide(
        Consignment goods, QuotaClaim claim, int place, Func<Consignment, DutyAnswer> decide)
    {
        var path = $"requests[{place}].consignment";
        DutyAnswer answer;
        try
        {
            answer = decide(new Consignment(goods) { Quota = claim });
        }
        catch (StrictJsonException e)
        {
            throw new StrictJsonException([.. e.Violations.Select(fault =>
                new Violation(fault) { Field = $"{path}.{fault.Field}" })]);
        }

        if (answer.Duty is null || answer.Quota is null)
            throw new StrictJsonException([new Violation
            {
                Field = path,
                Rule = "QUOTA",
                Value = goods.Item.GoodsCode,
                Accepted = "goods for which the tariff has the quota, and that can be decided",
                Message = answer.Quota is null
                    ? "The quota is not for these goods." : string.Join(' ', answer.Warnings),
            }]);
        return answer;
    }
}
