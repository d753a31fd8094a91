using System.Xml.Linq;
using LiveDesk.Infrastructure.Knowledge;

namespace LiveDesk.Web.Help;

internal static class HelpEndpoints
{
    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapHelp(this IEndpointRouteBuilder routes) => routes.MapGet("/sitemap.xml", SitemapAsync).AllowAnonymous();

    private static async Task<IResult> SitemapAsync(HttpRequest request, HelpQueries help, CancellationToken ct)
    {
        var here = $"{request.Scheme}://{request.Host}";
        var urls = (await help.AllAsync(ct: ct)).Select(e => new XElement(Sitemap + "url",
            new XElement(Sitemap + "loc", new Uri(here + e.Address).AbsoluteUri),
            new XElement(Sitemap + "lastmod", e.PublishedAt.UtcDateTime)));
        return Results.Text(new XDocument(new XElement(Sitemap + "urlset", urls)).ToString(), "application/xml");
    }
}
