using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Demonstration;

namespace CrmClub.Cli.Commands;

/// <summary>All commands.</summary>
internal static class ClubCommands
{
    public static RootCommand Create()
    {
        var root = new RootCommand("""
            The Critical Raw Materials Club on the command line.
            Exit codes: 0 yes or done, 1 the answer is no, 2 the input or the usage is wrong, 3 not found,
            4 sign-in or not allowed, 5 the club can't be reached in time, 130 interrupted.
            """);
        root.With(GlobalOptions.All);
        root.With(
            StatusCommand.Create(),
            DutyCommand.Create(),
            DeclareCommand.Create(),
            DeclarationCommand.Create(),
            ReceiptCommand.Create(),
            AdjustmentCommand.Create(),
            ReassessmentCommand.Create(),
            AccountCommand.Create(),
            SupplyCommand.Create(),
            OutageCommand.Create(),
            ControlCommand.Create(),
            TariffCommand.Create(),
            ProposalCommand.Create(),
            RatesCommand.Create(),
            NomenclatureCommand.Create(),
            SupplierCommand.Create(),
            ApplicationCommand.Create(),
            AssessmentCommand.Create(),
            CertificateCommand.Create(),
            GrievanceCommand.Create(),
            MemberCommand.Create(),
            VoteCommand.Create(),
            NoticeCommand.Create(),
            ConformanceCommand.Create(),
            AuditCommand.Create(),
            LoadCommand.Create(),
            EventsCommand.Create(),
            SeedCommand.Create(),
            ClockCommand.Create(),
            TokenCommand.Create(),
            ExpressionCommand.Create(),
            OriginCommand.Create(),
            QuotaCommand.Create(),
            IdentifierCommand.Create(),
            DemonstrateCommand.Create());
        return root;
    }
}
