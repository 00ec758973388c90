using System.Diagnostics;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Rights;

/// <summary>What RabbitMQ of a running club goes by, as it says itself.</summary>
public sealed class BrokerSettingsTests(RunningClub running)
{
    // Each line a word and a term.
    private const string Question = """
        Get = fun(App, Name) -> {ok, Value} = application:get_env(App, Name), Value end,
        Show = fun(Label, Value) -> io:format("~s ~0p~n", [Label, Value]) end,
        Text = fun(List, Names) -> [binary_to_list(proplists:get_value(Name, List)) || Name <- Names] end,
        [Show(Name, Get(rabbit, Name)) || Name <- [heartbeat, channel_max, max_message_size, consumer_timeout,
          disk_free_limit, vm_memory_high_watermark, tcp_listeners, ssl_listeners, loopback_users]],
        Show(distribution, Get(kernel, inet_dist_use_interface)),
        Show(plugins, rabbit_plugins:active()),
        Show(vhosts, rabbit_vhost:list_names()),
        [Show(permission, Text(One, [user, vhost, configure, write, read]))
          || One <- rabbit_auth_backend_internal:list_permissions()],
        [Show(user, {binary_to_list(proplists:get_value(user, One)), proplists:get_value(tags, One)})
          || One <- rabbit_auth_backend_internal:list_users()],
        [Show(queue, {element(4, amqqueue:get_name(One)), amqqueue:is_durable(One),
          lists:sort(amqqueue:get_arguments(One))}) || One <- rabbit_amqqueue:list()],
        [Show(prefetch, {element(4, proplists:get_value(queue_name, One)), proplists:get_value(prefetch_count, One)})
          || One <- rabbit_amqqueue:consumers_all(<<"crm">>)],
        ok.
        """;

    private const string Own = """[{<<"x-delivery-limit">>,signedint,5},{<<"x-queue-type">>,longstr,<<"quorum">>},"""
        + """{<<"x-single-active-consumer">>,bool,true}]""";

    private static readonly string[] Copies =
    [
        "declarations.membership", "declarations.suppliers", "declarations.tariffs", "membership.suppliers",
        "membership.tariffs", "suppliers.declarations", "suppliers.membership", "tariffs.declarations",
        "tariffs.membership",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Broker_Running_HasItsSettingsUsersAndQueues()
    {
        var port = running.Club.Address("rabbitmq", "tcp").Port;
        var services = AppHost.Club.Services;
        string[] expected =
        [
            "heartbeat 2", "channel_max 64", "max_message_size 1048576", "consumer_timeout 600000",
            "disk_free_limit \"500MB\"", "vm_memory_high_watermark 0.4",
            $"tcp_listeners [{{\"127.0.0.1\",{port}}}]", "ssl_listeners []", "loopback_users []",
            "distribution {127,0,0,1}", "plugins []", "vhosts [<<\"crm\">>]",
            "permission [\"operator\",\"crm\",\"^$\",\"^$\",\"^$\"]", "user {\"operator\",[monitoring]}",
            .. services.Select(service => $"user {{\"{service}\",[]}}"),
            .. services.Select(service => $"permission [\"{service}\",\"crm\",{OwnAndJournals(service)},"
                + $"\"^{service}\\\\..*$\",{OwnAndJournals(service)}]"),
            .. Copies.Select(queue => $"queue {{<<\"{queue}\">>,true,{Own}}}"),
            .. Copies.Select(queue => $"prefetch {{<<\"{queue}\">>,64}}"),
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), (await AskAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Cookie_OfTheBroker_IsItsOwnersAlone() => Assert.Equal(
        UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(Environment()["HOME"], ".erlang.cookie")));

    private static string OwnAndJournals(string service) => $"\"^({service}\\\\..*|[a-z]+\\\\.journal)$\"";

    private async Task<IReadOnlyList<string>> AskAsync()
    {
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", ["eval", Question])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        foreach (var name in new[] { "HOME", "ERL_EPMD_ADDRESS", "ERL_EPMD_PORT", "RABBITMQ_NODENAME" })
            start.Environment[name] = Environment()[name];
        using var control = Process.Start(start)!;
        var fault = control.StandardError.ReadToEndAsync(Cancel);
        var answer = await control.StandardOutput.ReadToEndAsync(Cancel);
        await control.WaitForExitAsync(Cancel);
        Assert.True(control.ExitCode == 0, await fault);
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "ok")];
    }

    /// <summary>By which the running node is found.</summary>
    private Dictionary<string, string> Environment() => File
        .ReadAllText($"/proc/{Processes.ServerBelow(running.Club.Pid("rabbitmq")!.Value)}/environ")
        .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[^1]);
}
