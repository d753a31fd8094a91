using System.Text.Encodings.Web;
using LiveDesk.Infrastructure.Desks;

namespace LiveDesk.Web.Chat;

/// <summary>A customer's site, as one would build it, with the widget on it: <c>/demo?desk=</c>, in Development only.</summary>
public static class DemoPage
{
    public static void MapDemo(this IEndpointRouteBuilder routes) => routes.MapGet("/demo", async (HttpContext http, DeskCatalogue catalogue) =>
    {
        var slug = ChatDoor.DeskOf(http) ?? "technician";
        if (await catalogue.DeskBySlugAsync(slug, http.RequestAborted) is not { } desk) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        return Results.Content(Html("", desk.Slug), "text/html; charset=utf-8");
    });

    /// <param name="deskOrigin">Where the desk runs (<c>https://desk.example</c>); empty when the page is the desk's own. A site of another origin serves this very text, and <c>css/demo.css</c> beside it.</param>
    public static string Html(string deskOrigin, string desk)
    {
        var (origin, slug) = (HtmlEncoder.Default.Encode(deskOrigin), HtmlEncoder.Default.Encode(desk));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Northgate Alarms: cameras, alarms and intercoms</title>
            <link rel="stylesheet" href="/css/demo.css">
            <script src="{origin}/widget.js" data-desk="{slug}" async></script>
            </head>
            <body>
            <header><strong>Northgate Alarms</strong><nav aria-label="Main"><a href="#systems">Systems</a><a href="#service">Service</a><a href="#contact">Contact</a></nav></header>
            <main>
            <h1>Sleep well. We are awake.</h1>
            <p class="lead">Cameras, alarms, access control and intercoms for homes and small businesses, installed by people who come back when something beeps.</p>
            <section id="systems" class="tiles">
            <article><h2>Alarm</h2><p>Wireless or wired, with an app that tells you which window it was.</p></article>
            <article><h2>CCTV</h2><p>Sharp at night, stored at your place, seen from your phone.</p></article>
            <article><h2>Intercom</h2><p>See who rings, open from the garden or from work.</p></article>
            </section>
            <section id="service"><h2>Something does not work?</h2><p>Write to us in the corner below: a technician answers, not a robot.</p></section>
            <section id="contact"><h2>Visit us</h2><p>14 Mill Lane, Monday to Friday from 8 to 17.</p></section>
            </main>
            <footer>A sample site. It ships with LiveDesk to try the chat widget.</footer>
            </body>
            </html>
            """;
    }
}
