using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using Measure = CrmClub.Contracts.Tariffs.V1.Measure;

namespace CrmClub.Tariffs.Documents;

/// <summary>
/// TARIC's rules on what measures name: acts, documents and additional codes, as far as the document keeps them.
/// </summary>
internal sealed class CodeLists
{
    private readonly Faults _faults;
    private readonly Dictionary<string, (LegalAct Act, Validity Valid)> _acts = [];
    private readonly Dictionary<string, Validity> _documents = [];
    private readonly Dictionary<char, AdditionalCodeType> _codes = [];

    private CodeLists(Faults faults) => _faults = faults;

    public static void Check(TariffDocument document, Faults faults)
    {
        var lists = new CodeLists(faults);
        lists.Read(document);
        foreach (var (index, measure) in document.Measures.Index())
            lists.Check(measure, $"measures[{index}].");
    }

    private void Read(TariffDocument document)
    {
        HashSet<string> seen = [];
        foreach (var (index, act) in document.LegalActs.Index())
        {
            var path = $"legal_acts[{index}].";
            _faults.Required(path + "id", act.Id);
            _faults.Unique(path + "id", act.Id, seen);
            if (act.ReplacedBy.Length > 0 && act.ValidTo.Length == 0)
                _faults.Add(path + "valid_to", "REQUIRED", "", $"the day from which {act.ReplacedBy} takes its place",
                    "What is replaced has an end.");
            if (_faults.Validity(path, act.ValidFrom, act.ValidTo) is { } valid)
                _acts.TryAdd(act.Id, (act, valid));
        }

        seen = [];
        foreach (var (index, one) in document.DocumentCodes.Index())
        {
            var path = $"document_codes[{index}].";
            _faults.Code(path + "code", one.Code);
            _faults.Unique(path + "code", one.Code, seen);
            if (_faults.Validity(path, one.ValidFrom, one.ValidTo) is { } valid)
                _documents.TryAdd(one.Code, valid);
        }

        seen = [];
        foreach (var (index, type) in document.AdditionalCodeTypes.Index())
        {
            var path = $"additional_code_types[{index}].";
            _faults.Unique(path + "id", type.Id, seen);
            if (type.Id is [var id] && char.IsAsciiLetterOrDigit(id))
                _codes.TryAdd(id, type);
            else
                _faults.Add(path + "id", "CODE", type.Id, "one letter or digit", "Its codes begin with it.");
            for (var place = 0; place < type.MeasureTypes.Count; place++)
                _faults.Specified($"{path}measure_types[{place}]", type.MeasureTypes[place]);
        }
    }

    private void Check(Measure measure, string path)
    {
        // What has no days, or too long or short a code, is a fault elsewhere.
        if (_codes.Count > 0 && measure.AdditionalCode is [var kind, ..])
            CheckAdditionalCode(measure, kind, path + "additional_code");
        if (!Wire.TryDay(measure.ValidFrom, out var from)
            || (measure.ValidTo.Length > 0 && !Wire.TryDay(measure.ValidTo, out _)))
            return;
        if (_acts.TryGetValue(measure.LegalBase, out var cited))
            CheckAct(cited.Act, cited.Valid, from, path + "legal_base");
        var valid = Wire.Validity(measure.ValidFrom, measure.ValidTo);
        CheckDocument(measure.RequiredDocument, valid, path + "required_document");
        for (var index = 0; index < measure.Conditions.Count; index++)
            CheckDocument(measure.Conditions[index].Document, valid, $"{path}conditions[{index}].document");
    }

    private void CheckAdditionalCode(Measure measure, char kind, string field)
    {
        if (_codes.TryGetValue(kind, out var type) && type.MeasureTypes.Contains(measure.Type))
            return;
        var kinds = _codes.Where(one => one.Value.MeasureTypes.Contains(measure.Type)).Select(one => one.Key).Order();
        _faults.Add(field, "ME12", measure.AdditionalCode, $"a code of the kinds: {string.Join(", ", kinds)}",
            $"Additional codes {kind}… are not for measures of this type.");
    }

    // Measures that began before stay as they are.
    private void CheckAct(LegalAct act, Validity valid, DateOnly from, string field)
    {
        if (valid.Covers(from))
            return;
        if (act.ReplacedBy.Length > 0 && from >= valid.To)
            _faults.Add(field, "ME27", act.Id, act.ReplacedBy, $"{act.ReplacedBy} took its place on {act.ValidTo}.");
        else
            _faults.Add(field, "ME87", act.Id, $"an act that is in force on {Wire.Day(from)}",
                $"It is in force from {act.ValidFrom}{(valid.To is null ? "" : $" until {act.ValidTo}")}.");
    }

    private void CheckDocument(string code, Validity measure, string field)
    {
        if (_documents.TryGetValue(code, out var valid)
            && (measure.From < valid.From || (valid.To is { } end && (measure.To is null || measure.To > end))))
            _faults.Add(field, "ME57", code, $"a document that can be presented on {measure}",
                $"{code} can be presented on {valid}, the measure asks for it on {measure}.");
    }
}
