using System.Collections;
using System.Runtime.CompilerServices;

namespace CrmClub.Tariffs.Engine;

/// <summary>What one measure comes to.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Amount">Rounded by the line step.</param>
public readonly record struct MeasureAmount(Measure Measure, decimal Amount);

/// <summary>
/// What several measures come to. The first few lie here and not on the heap, so that nearly every item is decided
/// without allocating.
/// </summary>
public struct MeasureAmounts : IReadOnlyList<MeasureAmount>, IEquatable<MeasureAmounts>
{
    private const int FewMax = 3;

    private Few _few;
    private MeasureAmount[]? _more;

    /// <summary>Those given.</summary>
    public MeasureAmounts(IEnumerable<MeasureAmount> amounts)
    {
        foreach (var amount in amounts)
            Add(amount);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public readonly MeasureAmount this[int index] =>
        (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index))
        : index < FewMax ? _few[index] : _more![index - FewMax];

    /// <inheritdoc/>
    public readonly IEnumerator<MeasureAmount> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public readonly bool Equals(MeasureAmounts other) => this.SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MeasureAmounts other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, this[0]);

    internal void Add(in MeasureAmount amount)
    {
        if (Count < FewMax)
            _few[Count] = amount;
        else
            _more = [.. _more ?? [], amount];
        Count++;
    }

    [InlineArray(FewMax)]
    private struct Few
    {
        private MeasureAmount _first;
    }
}
