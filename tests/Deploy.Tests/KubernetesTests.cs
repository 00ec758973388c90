using k8s;
using k8s.Models;

namespace CrmClub.Deploy.Tests;

/// <summary>The cluster's manifests are the AppHost's model, for Production; read by the cluster's own types.</summary>
public sealed class KubernetesTests(AppHostModel model) : IClassFixture<AppHostModel>
{
    private static readonly IReadOnlyList<object> All =
    [
        .. Directory.GetFiles(Deployed.Path("kubernetes"), "*.yaml")
            .Where(file => Path.GetFileName(file) != "kustomization.yaml")
            .SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), null, strict: true)),
    ];

    public static TheoryData<string> Programs => [.. Deployed.Programs];

    public static TheoryData<string> Servers => [.. Deployed.Programs.Where(name => name != "migrator")];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_OfTheModel_IsThereWithItsImageAndVariables(string name)
    {
        var container = ContainerOf(name);
        var maps = container.EnvFrom.Where(one => one.ConfigMapRef is not null)
            .SelectMany(one => Named<V1ConfigMap>(one.ConfigMapRef.Name).Data);
        var secrets = container.EnvFrom.Where(one => one.SecretRef is not null)
            .SelectMany(one => model.SecretsOf(one.SecretRef.Name))
            .Select(secret => KeyValuePair.Create(secret, (string?)null));
        // What a container says itself goes before what it takes from elsewhere.
        var own = (container.Env ?? []).Select(one => KeyValuePair.Create(one.Name, (string?)one.Value));

        Assert.StartsWith($"crmclub/{name}:", container.Image);
        Deployed.HoldsTheModel(model.Programs[name], own
            .Concat(maps.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Concat(secrets)
            .DistinctBy(one => one.Key));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Server_OfTheModel_HasItsPortsProbesLimitsAndPolicies(string name)
    {
        var container = ContainerOf(name);
        var service = Named<V1Service>(name);
        var policy = Named<V1NetworkPolicy>(name);

        Assert.Equal(
            model.Programs[name].Ports.Append("management").Order(), container.Ports.Select(port => port.Name).Order());
        Assert.Equal(model.Programs[name].Ports.Order(), service.Spec.Ports.Select(port => port.Name).Order());
        Assert.Equal(("/health", "management"), PathOf(container.ReadinessProbe));
        Assert.Equal(("/alive", "management"), PathOf(container.LivenessProbe));
        Assert.NotNull(container.Resources.Limits["memory"]);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(name, Named<V2HorizontalPodAutoscaler>(name).Spec.ScaleTargetRef.Name);
        Assert.Equal("1", Named<V1PodDisruptionBudget>(name).Spec.MaxUnavailable);
        Assert.Equal(name, policy.Spec.PodSelector.MatchLabels["app.kubernetes.io/name"]);
        if (name == "gateway")
            return;
        // Whoever the model lets call it, and nobody else.
        var callers = model.Programs
            .Where(one => one.Value.Environment.ContainsKey($"services__{name}__http__0")).Select(one => one.Key);
        Assert.Equal(callers.Order(), policy.Spec.Ingress.SelectMany(rule => rule.FromProperty)
            .Select(peer => peer.PodSelector?.MatchLabels["app.kubernetes.io/name"]).OfType<string>().Order());
    }

    [Fact]
    public void Kustomization_EachFile_IsNamed()
    {
        var listed = Deployed.Text("kubernetes/kustomization.yaml").Split('\n')
            .Where(line => line.StartsWith("  - ")).Select(line => line[4..]);

        Assert.Equal(
            Directory.GetFiles(Deployed.Path("kubernetes"), "*.yaml").Select(Path.GetFileName)
                .Where(file => file != "kustomization.yaml").Order(),
            listed.Order());
    }

    private static (string, string) PathOf(V1Probe probe) => (probe.HttpGet.Path, probe.HttpGet.Port);

    private static V1Container ContainerOf(string name) => name == "migrator"
        ? Named<V1Job>(name).Spec.Template.Spec.Containers.Single()
        : Named<V1Deployment>(name).Spec.Template.Spec.Containers.Single();

    private static T Named<T>(string name)
        where T : IMetadata<V1ObjectMeta> => All.OfType<T>().Single(one => one.Metadata.Name == name);
}
