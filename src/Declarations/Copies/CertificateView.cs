using System.Collections.Immutable;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Declarations.Copies;

/// <summary>Every version of every certificate up to a change of the copy. Immutable.</summary>
internal sealed class CertificateView
{
    public static readonly CertificateView Empty =
        new(0, ImmutableDictionary<string, ImmutableList<Certificate>>.Empty);

    private readonly ImmutableDictionary<string, ImmutableList<Certificate>> _versions;

    private CertificateView(long change, ImmutableDictionary<string, ImmutableList<Certificate>> versions)
    {
        Change = change;
        _versions = versions;
    }

    /// <summary>The copy's last change that is contained.</summary>
    public long Change { get; }

    public Certificate? Newest(string number) =>
        _versions.TryGetValue(number, out var versions) ? versions[^1] : null;

    public Certificate? Version(string number, int version) =>
        _versions.TryGetValue(number, out var versions) ? versions.Find(known => known.Version == version) : null;

    /// <summary>The view with further changes.</summary>
    public CertificateView With(IReadOnlyCollection<(long Change, Certificate Certificate)> changes)
    {
        if (changes.Count == 0)
            return this;
        var versions = _versions.ToBuilder();
        foreach (var (_, certificate) in changes)
        {
            var known = versions.GetValueOrDefault(certificate.Number, []);
            versions[certificate.Number] = [.. known.Add(certificate).OrderBy(one => one.Version)];
        }

        return new CertificateView(changes.Max(change => change.Change), versions.ToImmutable());
    }
}

/// <summary>Holds the view of the moment.</summary>
internal sealed class CertificateHolder
{
    private volatile CertificateView _view = CertificateView.Empty;
    private volatile bool _isRead;

    public CertificateView View => _view;

    /// <summary>Whether the stored copy has been read, be it empty.</summary>
    public bool IsRead => _isRead;

    /// <summary>Called when a certificate has changed.</summary>
    public WakeUp Changed { get; } = new();

    public void Replace(CertificateView view)
    {
        var changed = view.Change > _view.Change;
        _view = view;
        _isRead = true;
        if (changed)
            Changed.Call();
    }
}
