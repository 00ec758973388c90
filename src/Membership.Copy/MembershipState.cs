namespace CrmClub.Membership.Copy;

/// <summary>Holds the view of the moment. Take it once per call, so that one answer has one view.</summary>
public sealed class MembershipState
{
    private volatile MembershipView _view = MembershipView.Empty;

    public MembershipView View => _view;

    public void Replace(MembershipView view) => _view = view;
}
