using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Versions;
using Contract = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Rates;

/// <summary>What a figure is beside those that are known.</summary>
internal enum Standing
{
    /// <summary>It says what is known already.</summary>
    Known,

    /// <summary>It counts on days for which nothing was known, or follows one that stood until another came.</summary>
    New,

    /// <summary>It takes the place of another on a day that has begun, or that the other was meant for.</summary>
    Correction,
}

/// <summary>Tells what is new from what is known, and from what corrects it.</summary>
internal sealed class KnownFigures(TariffBook book, DateOnly today)
{
    public Standing Of(Contract.ExchangeRate rate)
    {
        var figure = Documents.ExchangeRates.From(rate, 0);
        return Judge(figure, book.Rates.Series.Within(figure.Pair, figure.Valid), figure.SaysAs);
    }

    public Standing Of(Contract.ReferencePrice price)
    {
        var figure = Documents.ExchangeRates.From(price, 0);
        return Judge(figure, book.Prices.Series.Within(figure.Key, figure.Valid), figure.SaysAs);
    }

    private Standing Judge<TFigure>(TFigure figure, IEnumerable<TFigure?> known, Func<TFigure, bool> same)
        where TFigure : class, ISeriesFigure
    {
        var stretches = known.ToList();
        if (stretches.TrueForAll(one => one is not null && same(one)))
            return Standing.Known;
        return stretches.Exists(one => one is not null && !same(one) && !Follows(figure, one))
            ? Standing.Correction : Standing.New;
    }

    private bool Follows(ISeriesFigure figure, ISeriesFigure known) =>
        known.Valid.To is null && known.Valid.From < figure.Valid.From && figure.Valid.From > today;
}
