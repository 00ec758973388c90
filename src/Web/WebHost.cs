using System.Text.Encodings.Web;
using System.Text.Unicode;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Arrivals;
using CrmClub.Web.Audit;
using CrmClub.Web.Calls;
using CrmClub.Web.Cases;
using CrmClub.Web.Documents;
using CrmClub.Web.Exports;
using CrmClub.Web.Keys;
using CrmClub.Web.Language;
using CrmClub.Web.Look;
using CrmClub.Web.Notices;
using CrmClub.Web.Operations;
using CrmClub.Web.Pages;
using CrmClub.Web.Proposals;
using CrmClub.Web.Register;
using CrmClub.Web.Sandbox;
using CrmClub.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;

namespace CrmClub.Web;

/// <summary>The secretariat's pages: rendered here, without a script, from what the services answer.</summary>
public static class WebHost
{
    /// <summary>The host, not started.</summary>
    /// <exception cref="InvalidOperationException">A setting that Production forbids.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddHostDefaults("web");
        builder.AddClubTime();
        builder.AddDoor();
        builder.AddSignIn();
        builder.AddPublicKeys();
        builder.AddCalls();
        builder.AddFeeds();
        builder.AddPublicCalls();
        builder.AddDocuments();
        builder.AddAudit();
        builder.AddOperations();
        builder.Services.AddLocalization();
        builder.Services.AddScoped<Clocks>();
        // Japanese as it is, not as numbers of its characters.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddRazorComponents(options => options.MaxFormMappingCollectionSize = DraftForm.RowsMax);
        builder.Services.Configure<FormOptions>(options => options.ValueCountLimit = DraftForm.FieldsMax);
        // No page holds a secret beside the form's token, which is masked anew each time.
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/csv"];
        });

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<ReadersLanguage>();
        app.UseExceptionHandler("/problem/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true);
        app.UseMiddleware<ProblemIsRead>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<FormIsOurs>();
        app.MapHealth();
        app.MapAssets();
        app.MapLiveParts();
        app.MapFeeds();
        app.MapPublicKeys();
        app.MapSignOut();
        app.MapPreferences();
        app.MapLastLook();
        app.MapCaseFiles();
        app.MapDocuments();
        app.MapSandbox();
        app.MapExports();
        app.MapRazorComponents<App>().Add(page =>
        {
            // A page that names its readers is not the secretariat's alone.
            if (!page.Metadata.OfType<IAuthorizeData>().Any())
                page.Metadata.Add(new AuthorizeAttribute(Access.Secretariat));
        });
        return app;
    }
}
