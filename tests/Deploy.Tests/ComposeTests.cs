using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CrmClub.Deploy.Tests;

/// <summary>Compose's file is the AppHost's model, for Production.</summary>
public sealed class ComposeTests(AppHostModel model) : IClassFixture<AppHostModel>
{
    private static readonly Node Club = Read(Deployed.Text("compose.yaml"));

    public static TheoryData<string> Programs => [.. Deployed.Programs];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_OfTheModel_IsThereWithItsImageVariablesPortsAndHealth(string name)
    {
        var program = Club["services"][name];

        Assert.Equal($"crmclub/{name}:${{CLUB_VERSION:?}}", program["image"].Text);
        Deployed.HoldsTheModel(
            model.Programs[name],
            program["environment"].Pairs.ToDictionary(one => one.Key, one => (string?)one.Value.Text)
                .Concat(model.SecretsOf(name).Select(secret => KeyValuePair.Create(secret, (string?)null))));
        if (name == "migrator")
            return;
        Assert.Contains("GET /health ", program["healthcheck"]["test"].Items[^1].Text);
        Assert.Contains("/9464 ", program["healthcheck"]["test"].Items[^1].Text);
    }

    [Fact]
    public void Gateway_Alone_IsReachedFromOutside()
    {
        var reached = Club["services"].Pairs.Where(one => one.Value.Has("ports")).Select(one => one.Key);

        Assert.Equal(["gateway"], reached);
        Assert.Equal("true", Club["networks"]["inside"]["internal"].Text);
    }

    [Fact]
    public void Programs_EachOne_MayWriteNothingAndBeNobody() =>
        Assert.All(Deployed.Programs, name =>
        {
            var program = Club["services"][name];
            Assert.Equal("true", program["read_only"].Text);
            Assert.Equal("ALL", program["cap_drop"].Items[0].Text);
        });

    [Fact]
    public void Broker_OfTheSecrets_GivesTheRightsOfTheModel()
    {
        var made = File.ReadAllText(Path.Combine(model.Secrets, "definitions.json"));

        Assert.All(model.Programs.Keys.Intersect(["membership", "tariffs", "suppliers", "declarations"]), service =>
        {
            Assert.Contains($"\"user\":\"{service}\"", made);
            var password = File.ReadLines(Path.Combine(model.Secrets, $"{service}.env"))
                .Single(line => line.StartsWith("ConnectionStrings__rabbitmq="));
            Assert.Contains("@rabbitmq:5672/crm", password);
        });
        Assert.Contains("load_definitions = /etc/rabbitmq/definitions.json",
            File.ReadAllText(Path.Combine(model.Secrets, "rabbitmq.conf")));
    }

    // Twice: a key that stands there twice is a fault, but for one that replaces what it merges.
    private static Node Read(string yaml)
    {
        new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(yaml);
        return new(new DeserializerBuilder().Build()
            .Deserialize<object>(new MergingParser(new Parser(new StringReader(yaml)))));
    }

    /// <summary>A place in the file; asking for what is not there fails and names it.</summary>
    private sealed record Node(object Value)
    {
        public string Text => (string)Value;

        public IReadOnlyList<Node> Items => [.. ((IEnumerable<object>)Value).Select(one => new Node(one))];

        public IEnumerable<KeyValuePair<string, Node>> Pairs => ((IDictionary<object, object>)Value)
            .Select(one => KeyValuePair.Create((string)one.Key, new Node(one.Value)));

        public Node this[string key] => new(((IDictionary<object, object>)Value)[key]);

        public bool Has(string key) => ((IDictionary<object, object>)Value).ContainsKey(key);
    }
}
