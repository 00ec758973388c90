using System.Globalization;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.ServiceDefaults.Requests;

/// <summary>Rules of single fields that several requests share. Each notes what is broken and goes on.</summary>
public static class FieldRules
{
    extension(Violations violations)
    {
        /// <summary>A text that may be stored and shown: no NUL or control character, no half of a pair.</summary>
        public bool Text(string field, string dataElement, string value, int lengthMax, bool required = true)
        {
            var before = violations.Count;
            if (required && string.IsNullOrWhiteSpace(value))
                violations.Add(field, dataElement, "REQUIRED", value, "a text", $"{field} is missing.");
            if (value.Length > lengthMax)
            {
                violations.Add(
                    field, dataElement, "TEXT_LENGTH", value, $"at most {lengthMax} characters",
                    $"{field} is too long.");
            }

            if (!IsClean(value))
            {
                violations.Add(
                    field, dataElement, "TEXT_CHARACTERS", Printable(value), "Unicode without control characters",
                    $"{field} has a character that no text may have.");
            }

            return violations.Count == before;
        }

        /// <summary>A legal day written YYYY-MM-DD; null where it is broken, or empty and not required.</summary>
        public DateOnly? Day(string field, string dataElement, string value, bool required = true)
        {
            if (value.Length == 0 && !required)
                return null;
            const DateTimeStyles asWritten = DateTimeStyles.None;
            if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, asWritten, out var day))
                return day;
            violations.Add(
                field, dataElement, "DAY", Printable(value), "YYYY-MM-DD", $"{field} is no day of the calendar.");
            return null;
        }

        /// <summary>An instant; null where it is absent or broken.</summary>
        public DateTime? Instant(string field, Timestamp? value)
        {
            if (value is null)
                return null;
            try
            {
                return value.ToDateTime();
            }
            catch (InvalidOperationException)
            {
                violations.Add(
                    field, "", "INSTANT", $"{value.Seconds}", "an instant of the years 1 to 9999",
                    $"{field} is no instant.");
                return null;
            }
        }

        /// <summary>A `request_id`: a UUID made by the client.</summary>
        public Guid RequestId(string value)
        {
            if (Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty)
                return id;
            violations.Add(
                "request_id", "", "UUID", Printable(value), "a UUID, the same on every retry",
                "request_id is no UUID.");
            return Guid.Empty;
        }
    }

    private static bool IsClean(string value)
    {
        for (var place = 0; place < value.Length; place++)
        {
            if (char.IsHighSurrogate(value[place]) && place + 1 < value.Length && char.IsLowSurrogate(value[place + 1]))
                place++;
            else if (char.IsControl(value[place]) || char.IsSurrogate(value[place]))
                return false;
        }

        return true;
    }

    // A broken text travels back in the answer, so what may not be written is shown by a mark.
    private static string Printable(string value) =>
        string.Concat(value.Take(100).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}
