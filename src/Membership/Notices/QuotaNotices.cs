using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Membership.Storage;
using Google.Protobuf;

namespace CrmClub.Membership.Notices;

/// <summary>Makes known what becomes of tariff quotas, each once however often it is told.</summary>
internal static class QuotaNotices
{
    /// <summary>What an entry of Tariffs tells of a quota that may have to be made known; null of another.</summary>
    public static IMessage? Read(string kind, ByteString body)
    {
        if (kind == QuotaStateChanged.Descriptor.FullName)
            return QuotaStateChanged.Parser.ParseFrom(body);
        return kind == QuotaAllocated.Descriptor.FullName
            && QuotaAllocated.Parser.ParseFrom(body).Account is var account && Steps(account).Any() ? account : null;
    }

    /// <summary>Publishes what is not yet known, in the order in which it happened.</summary>
    public static async Task PublishAsync(IEnumerable<IMessage> happened, Deed deed)
    {
        var known = deed.Book.Notices.Select(notice => notice.Quota).OfType<QuotaStep>().ToList();
        foreach (var one in happened)
        {
            foreach (var step in Steps(one).Where(step => IsNew(step, known)).ToList())
            {
                known.Add(step);
                var notice = Of(step, one);
                await NoticeNumbers.GiveAsync(notice, deed);
                await deed.RecordAsync(notice.Number, deed.Today, new NoticePublished { Notice = notice });
            }
        }
    }

    private static IEnumerable<QuotaStep> Steps(IMessage happened)
    {
        if (happened is QuotaStateChanged changed)
            yield return new QuotaStep
            {
                OrderNumber = changed.OrderNumber,
                Kind = changed.State switch
                {
                    QuotaState.Blocked => QuotaStepKind.Blocked,
                    QuotaState.Suspended => QuotaStepKind.Suspended,
                    _ => QuotaStepKind.Opened,
                },
                ChangedAt = changed.ChangedAt,
            };
        if (happened is not QuotaAccount account)
            yield break;
        // What is critical from its opening on stands in the tariff.
        if (account.Criticality == QuotaCriticality.Used)
            yield return Reached(QuotaStepKind.Critical);
        if (account.Exhausted)
            yield return Reached(QuotaStepKind.Exhausted);

        QuotaStep Reached(QuotaStepKind kind) => new()
        {
            OrderNumber = account.OrderNumber,
            OpenFrom = account.OpenFrom,
            Kind = kind,
        };
    }

    private static bool IsNew(QuotaStep step, List<QuotaStep> known)
    {
        if (step.ChangedAt is null)
            return !known.Contains(step);
        var last = known.FindLast(one => one.OrderNumber == step.OrderNumber && one.ChangedAt is not null);
        // To open what is open says nothing.
        return last is null
            ? step.Kind != QuotaStepKind.Opened
            : step.ChangedAt.ToDateTime() > last.ChangedAt.ToDateTime()
                && (step.Kind, last.Kind) is not (QuotaStepKind.Opened, QuotaStepKind.Opened);
    }

    private static Notice Of(QuotaStep step, IMessage happened)
    {
        return new Notice
        {
            Kind = NoticeKind.Quota,
            TitleEn = Words.In("en", Title),
            TitleJa = Words.In("ja", Title),
            TextEn = Words.In("en", Text),
            TextJa = Words.In("ja", Text),
            Quota = step,
        };

        string Title() => Words.Get($"Notice_Quota_{step.Kind}", step.OrderNumber);

        string Text() => happened is QuotaStateChanged changed
            ? Words.Get($"Notice_Quota_{step.Kind}_Text", step.OrderNumber, changed.Reason)
            : happened is QuotaAccount account
                ? Words.Get(
                    $"Notice_Quota_{step.Kind}_Text", step.OrderNumber, Figures.Day(account.OpenFrom),
                    Figures.Grouped(account.Volume), Figures.Grouped(account.Balance), account.Unit,
                    Figures.Day(account.AllocatedOn))
                : "";
    }
}
