using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.Output;
using CrmClub.Client;
using Grpc.Core;

namespace CrmClub.Cli.CommandLine;

/// <summary>One run of one command: what was asked, where answers go, and the way to the club.</summary>
internal sealed class Invocation(ParseResult parse, Printer printer, CancellationToken cancel)
{
    private RunningClub? _club;

    public Printer Out { get; } = printer;

    public CancellationToken Cancel { get; } = cancel;

    public bool Json => Get(GlobalOptions.Json);

    /// <summary>The day asked about as it is written on the wire; empty where none was given.</summary>
    public string OnText => Get(GlobalOptions.On) is { } day ? LegalDay.Text(day) : "";

    public TimeSpan Within => TimeSpan.FromSeconds(Get(GlobalOptions.Within));

    /// <summary>The club that runs, found once.</summary>
    public RunningClub Club => _club ??= RunningClub.Find(Get(GlobalOptions.Club));

    /// <summary>Whether a club is named, or runs here.</summary>
    public bool HasClub
    {
        get
        {
            try
            {
                return Get(GlobalOptions.Club) is not null || Club is not null;
            }
            catch (CliException)
            {
                return false;
            }
        }
    }

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    /// <summary>A client with the identity that was asked for, else with the one that fits the command.</summary>
    public ClubClient Open(string identity) => Club.Open(Get(GlobalOptions.As) ?? identity);

    /// <summary>Calls with the time that the caller gave.</summary>
    public Task<T> CallAsync<T>(ClubClient client, Func<CallOptions, AsyncUnaryCall<T>> call) =>
        client.CallAsync(call, Within, Cancel);

}
