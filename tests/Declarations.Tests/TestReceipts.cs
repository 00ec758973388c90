using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Declarations.Outages;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Receipts;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;

namespace CrmClub.Declarations.Tests;

/// <summary>What a replica says of its decisions, with keys of its own.</summary>
internal sealed class TestReceipts : IDisposable
{
    private readonly TestService _service;
    private readonly string _keys = Directory.CreateTempSubdirectory("crmclub-keys-").FullName;

    private readonly Heard _heard;

    public TestReceipts(TestService service)
    {
        _service = service;
        Key = SigningKey.In(_keys, SignedReceipts.Purpose);
        HeadKey = SigningKey.In(_keys, TreeHeads.Purpose("declarations"));
        using var other = SigningKey.In(_keys, TreeHeads.Purpose("membership"));
        var head = new TreeHead { Service = "membership", Epoch = "e", Size = 7, Root = new('0', 64), At = new() };
        _heard = new Heard(TreeHeads.Sign(head, other.Key));
    }

    public SigningKey Key { get; }

    public SigningKey HeadKey { get; }

    /// <summary>Of receipts and tree heads.</summary>
    public Task<GetPublicKeysResponse> PublicAsync() => new PublicKeys(_keys).ReadAsync(default);

    public async Task<PublicKeySet> PublicKeysAsync() =>
        PublicKeySet.Parse(StrictJson.Write(await PublicAsync()));

    public async Task<ReceiptDocument> GetAsync(string mrn, int revision = 0, Caller? caller = null)
    {
        using var heads = Heads();
        var answer = await Issue(heads).HandleAsync(
            new GetReceiptRequest { Mrn = mrn, Revision = revision }, caller ?? TestService.Auditor, default);
        return answer.Document;
    }

    public async Task<CaseFile> CaseAsync(string mrn, Caller? caller = null)
    {
        using var heads = Heads();
        var cases = new GetCaseFile(
            _service.Database, new GetDeclaration(
                _service.Database, _service.Standing, _service.Adjustments, _service.Sight), Issue(heads),
            new FallbackProof(_service.Database, _service.Membership, new StandingDay(World.Today)),
            _service.Standing, _service.Sight, TimeProvider.System);
        var answer = await cases.HandleAsync(
            new GetCaseFileRequest { Mrn = mrn }, caller ?? TestService.Auditor, default);
        return answer.CaseFile;
    }

    /// <summary>Anew for each call: a head is looked for once a second.</summary>
    public SignedHeads Heads() => new(_service.Database, "declarations", HeadKey, TimeProvider.System);

    /// <summary>With one of Membership's, as it came with its messages.</summary>
    public ClubHeads Club(SignedHeads heads) => new(heads, _heard);

    public IssueReceipts Issue(SignedHeads heads) => new(
        _service.Database, _service.Standing, _service.Sight, Club(heads), new TreeProofs(_service.Database), Key,
        TimeProvider.System);

    /// <summary>What the sealer does.</summary>
    public async Task SealAsync()
    {
        await using var connection = await _service.Database.OpenConnectionAsync();
        var session = new SealingSession(connection);
        Assert.True(await session.LoadAsync(default));
        while (await session.SealAsync(default) > 0)
        {
        }
    }

    public void Dispose()
    {
        Key.Dispose();
        HeadKey.Dispose();
        Directory.Delete(_keys, recursive: true);
    }
}

/// <summary>One copy, of which no more is known than its producer's tree head.</summary>
internal sealed class Heard(string treeHead) : ICopyProgress
{
    public IReadOnlyCollection<string> Producers { get; } = ["membership"];

    public long Seq(string producer) => 7;

    public TimeSpan Age(string producer) => TimeSpan.Zero;

    public string TreeHead(string producer) => treeHead;
}
