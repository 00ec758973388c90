using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Forms.Mapping;

namespace CrmClub.Web.Parts;

/// <summary>Whether a form was read as it was sent.</summary>
internal static class FormReading
{
    /// <summary>What of the form that was sent can't be read.</summary>
    public static IEnumerable<FormMappingError> Faults(this FormMappingContext? mapping, HttpContext context) =>
        mapping is not null && HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
            ? mapping.GetAllErrors(context.Request.Form["_handler"].ToString())
            : [];

    /// <summary>Whether a form can't be done since a value of it can't be read; then its page is answered by 400.
    /// </summary>
    public static bool Refuses(this FormMappingContext? mapping, HttpContext context)
    {
        if (!mapping.Faults(context).Any())
            return false;
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return true;
    }
}
