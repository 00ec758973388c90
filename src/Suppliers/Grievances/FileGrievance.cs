using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Takes a grievance from whoever has one.</summary>
internal sealed class FileGrievance(
    Mutations mutations,
    SubmissionStore submissions,
    GrievanceKeys keys,
    MembershipState members,
    GrievanceMetrics metrics,
    ClubTime time)
{
    /// <summary>As long as the scheme gives a facility's own channel (criterion C2).</summary>
    public const int AnswerDays = 30;

    private const int NameLengthMax = 200;

    private static readonly Caller Anyone = new("anyone", "", "", IsPerson: true, new HashSet<string>());

    public async Task<FileGrievanceResponse> RunAsync(FileGrievanceRequest request, CancellationToken cancel)
    {
        var submission = new Submission
        {
            Text = GrievanceRules.Lines(request.Text),
            Name = request.Name.Trim(),
            Contact = request.Contact.Trim(),
        };
        // What is kept of a request for its repeats says nothing of the complainant.
        var kept = request.Clone();
        (kept.Text, kept.Name, kept.Contact) = (keys.DigestOf(submission), "", "");

        var response = await mutations.RunAsync(kept, Anyone, work => FileAsync(request, submission, work), cancel);
        if (request.ValidateOnly)
            return new FileGrievanceResponse { DueOn = response.DueOn };
        response.Secret = ReceiptSecret.Write(keys.SecretOf(Guid.Parse(request.RequestId), response.Receipt));
        return response;
    }

    private async Task<FileGrievanceResponse> FileAsync(
        FileGrievanceRequest request, Submission submission, Work work)
    {
        work.Faults.Language("language", request.Language);
        work.Faults.Paragraphs("text", submission.Text);
        work.Faults.Text("name", "", submission.Name, NameLengthMax, required: false);
        work.Faults.Text("contact", "", submission.Contact, NameLengthMax, required: false);
        var facility = await FacilityAsync(request, work);
        work.Faults.ThrowIfAny();

        var today = time.Today(ChangeRules.ClubZone);
        var grievance = new Grievance
        {
            Number = await Numbers.GrievanceAsync(work, today.Year),
            Language = Languages.Check(request.Language).Canonical,
            Facility = facility!,
            Certificate = request.Certificate,
            Anonymous = submission.Name.Length == 0 && submission.Contact.Length == 0,
            FiledOn = ChangeRules.Day(today),
            DueOn = ChangeRules.Day(Deadline(today)),
            State = GrievanceState.Received,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, grievance.Number, today, new GrievanceFiled { Grievance = grievance }),
            work.Cancel);
        var secret = keys.SecretOf(Guid.Parse(request.RequestId), grievance.Number);
        await GrievanceStore.AddAsync(work, entry, grievance, ReceiptSecret.HashOf(secret));
        await submissions.AddAsync(work, grievance.Number, submission);
        if (!request.ValidateOnly)
            metrics.Filed(grievance);
        return new FileGrievanceResponse { Receipt = grievance.Number, DueOn = grievance.DueOn };
    }

    // Where no holidays are known, the day itself: nobody waits longer for what the club has not written down.
    private DateOnly Deadline(DateOnly today) =>
        members.View.WorkingDays.Roll(today.AddDays(AnswerDays)) ?? today.AddDays(AnswerDays);

    /// <summary>The facility that it is about, by its own number or the certificate's.</summary>
    private static async Task<string?> FacilityAsync(FileGrievanceRequest request, Work work)
    {
        var connection = work.Transaction.Connection!;
        if (request.Facility.Length == 0 && request.Certificate.Length == 0)
        {
            work.Faults.Add(
                "facility", "", "REQUIRED", "", "the number of a facility or of a certificate",
                "It does not say what it is about.");
            return null;
        }

        var facility = request.Facility.Length == 0
            ? null
            : (await SuppliersReader.FacilityAsync(connection, request.Facility, work.Cancel))?.Number;
        if (request.Facility.Length > 0 && facility is null)
        {
            work.Faults.Add(
                "facility", "", "FACILITY", Shown(request.Facility), "number of a registered facility",
                "There is no such facility.");
        }

        if (request.Certificate.Length == 0)
            return facility;
        var certificate = await SuppliersReader.NewestAsync(connection, request.Certificate, work.Cancel);
        if (certificate is null)
        {
            work.Faults.Add(
                "certificate", "", "CERTIFICATE", Shown(request.Certificate), "number of an issued certificate",
                "There is no such certificate.");
        }
        else if (facility is not null && certificate.Facility != facility)
        {
            work.Faults.Add(
                "certificate", "", "CERTIFICATE_OF_FACILITY", request.Certificate, "a certificate of that facility",
                "The certificate is another facility's.");
        }

        return facility ?? certificate?.Facility;
    }

    // It travels back in the answer.
    private static string Shown(string number) => string.Concat(number.Take(100).Where(c => !char.IsControl(c)));
}
