using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>declare FILE…</c>: sends declarations; safe to run twice, since an LRN is decided once.</summary>
internal static class DeclareCommand
{
    private const int ChunkMax = 100;
    private const int ChunkBytesMax = 512 * 1024;

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Declarations: a JSON document, or JSON Lines (.jsonl, or - for standard input)",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Answer in full and store nothing",
    };

    public static Command Create() => new ClubCommand("declare",
        "Sends declarations, as the customs system of each one's administration, and says how they are "
        + "decided. Sending the same declaration again gives the first answer.",
        """
        crmclub declare data/examples/declaration.json
        """).With(Files, ValidateOnly).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        using var sender = new DeclarationSender(invocation, invocation.Get(ValidateOnly));
        var outcomes = new Outcomes(invocation);
        var chunk = new List<(Source Source, Declaration Declaration)>();
        var bytes = 0;
        foreach (var file in invocation.Get(Files))
        {
            await foreach (var source in Documents.ManyAsync(file, invocation.Cancel))
            {
                if (outcomes.Read(source) is not { } declaration) continue;
                var size = declaration.CalculateSize();
                var other = chunk.Count > 0 && chunk[0].Declaration.Administration != declaration.Administration;
                if (chunk.Count == ChunkMax || bytes + size > ChunkBytesMax || other) await FlushAsync();
                chunk.Add((source, declaration));
                bytes += size;
            }
        }
        await FlushAsync();
        return outcomes.End();

        async Task FlushAsync()
        {
            if (chunk.Count == 0) return;
            var results = await sender.SendAsync([.. chunk.Select(c => c.Declaration)]);
            foreach (var ((source, declaration), result) in chunk.Zip(results))
                outcomes.Add(source, declaration, result);
            chunk.Clear();
            bytes = 0;
        }
    }

    /// <summary>Prints what came back: one document in full, many on a line each.</summary>
    private sealed class Outcomes(Invocation invocation)
    {
        private readonly bool _many = invocation.Get(Files) is not [var only] || only.EndsWith(".jsonl") || only == "-";
        private int _decided;
        private int _refused;
        private int _unreadable;

        public Declaration? Read(Source source)
        {
            try
            {
                return source.Read<Declaration>();
            }
            catch (StrictJsonException e) when (_many)
            {
                _unreadable++;
                Failures.Say($"{source.File}, line {source.Line}:", "");
                Failures.Say(e.Violations);
                return null;
            }
        }

        public void Add(Source source, Declaration declaration, SubmitDeclarationResult result)
        {
            if (result.Answer is { } answer)
            {
                _decided++;
                if (invocation.Json && _many) invocation.Out.JsonLine(answer);
                else if (invocation.Json) invocation.Out.Document(answer);
                else if (_many) invocation.Out.Line(Line(answer));
                else DerivationText.Write(invocation.Out, answer, declaration);
                return;
            }
            _refused++;
            Failures.Say($"{source.File}, line {source.Line}: LRN {declaration.Lrn} is refused: "
                + $"{result.Refusal.Reason}: {result.Refusal.Message}", "");
            Failures.Say(result.Refusal.Violations);
            if (invocation.Json) invocation.Out.JsonLine(result);
        }

        public int End()
        {
            if (_many && !invocation.Json)
                invocation.Out.Line($"{_decided} decided, {_refused} refused, {_unreadable} unreadable");
            return _unreadable > 0 ? ExitCodes.WrongInput : _refused > 0 ? ExitCodes.No : ExitCodes.Done;
        }

        private static string Line(DeclarationAnswer answer) =>
            $"{answer.Mrn}  {answer.Lrn,-22}  {Figures.Of(answer.Duty),20}"
            + $"{(answer.Replayed ? "  answered before" : "")}";
    }
}
