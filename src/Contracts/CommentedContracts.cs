using CrmClub.Contracts.Common.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts;

/// <summary>The contracts with the comments of their protos.</summary>
public static class CommentedContracts
{
    /// <summary>Every file, those that it imports before it.</summary>
    public static IReadOnlyList<FileDescriptor> Read()
    {
        using var stream = typeof(CommentedContracts).Assembly.GetManifestResourceStream("contracts.binpb")!;
        var files = FileDescriptorSet.Parser.ParseFrom(stream);
        return FileDescriptor.BuildFromByteStrings(
            files.File.Select(file => file.ToByteString()),
            [AnnotationsExtensions.Http, ErrorsExtensions.CanonicalCode]);
    }

    /// <summary>What stands above a declaration, as one text; empty where nothing does.</summary>
    public static string Comment(this DescriptorBase descriptor) => string.Join(' ',
        (descriptor.Declaration?.LeadingComments ?? "").Split('\n', StringSplitOptions.TrimEntries)).Trim();
}
