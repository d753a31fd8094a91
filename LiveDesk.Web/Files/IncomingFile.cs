using LiveDesk.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LiveDesk.Web.Files;

/// <summary>A file on its way in: the request's body, or the first file of its form. It is streamed, not gathered.</summary>
/// <param name="Length">As announced, in bytes; null when it was not.</param>
internal sealed record IncomingFile(string? Name, Stream Bytes, long? Length)
{
    public static async Task<IncomingFile> OfAsync(HttpRequest request, string? name, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return new IncomingFile(name, request.Body, request.ContentLength);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 100) throw new RuleViolation("The form's parts cannot be told apart.", "file");
        return await FirstFileAsync(new MultipartReader(boundary, request.Body), ct);
    }

    private static async Task<IncomingFile> FirstFileAsync(MultipartReader parts, CancellationToken ct)
    {
        try
        {
            while (await parts.ReadNextSectionAsync(ct) is { } part)
                if (part.GetContentDispositionHeader() is { } about && about.IsFileDisposition())
                    return new IncomingFile(about.FileNameStar.Value ?? about.FileName.Value, part.Body, null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException) { throw new RuleViolation("The file was cut off on its way. Please send it again.", "file"); }
        throw new RuleViolation("There is no file in the form.", "file");
    }
}
