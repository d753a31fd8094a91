using System.Security.Claims;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.HtmlRendering.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDesk.Tests.Live;

/// <summary>A screen shows the last state, however slowly it was read.</summary>
public sealed class LiveComponentTests
{
    [Fact]
    public async Task A_read_that_is_slow_does_not_put_its_older_answer_over_a_newer_one()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        using var session = new Session(new Nobody(), desk.Catalogue, desk.Get<Standings>(), desk.Get<ILiveFeed>(), NullLogger<Session>.Instance);
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var circuit = new Circuit(services);
        await circuit.Dispatcher.InvokeAsync(async () =>
        {
            var screen = new Screen(session, desk.Get<ILiveFeed>());
            var drawn = circuit.BeginRenderingComponent(screen, ParameterView.Empty).QuiescenceTask;
            screen.State = "Roof";
            var again = screen.LookAgain();
            Assert.Equal(1, screen.Begun);
            screen.First.SetResult();
            await Task.WhenAll(drawn, again);
            Assert.Equal("Roof", screen.Shown);
        });
    }

    /// <summary>Draws as the server draws for a browser.</summary>
    private sealed class Circuit(IServiceProvider services) : StaticHtmlRenderer(services, NullLoggerFactory.Instance)
    {
        protected override RendererInfo RendererInfo { get; } = new("Server", isInteractive: true);
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }

    private sealed class Screen : LiveComponent
    {
        public Screen(Session session, ILiveFeed feed) => (Session, Feed) = (session, feed);

        public string State { get; set; } = "Office";
        public string Shown { get; private set; } = "";
        public int Begun { get; private set; }
        public TaskCompletionSource First { get; } = new();

        public Task LookAgain() => LookAgainAsync();

        protected override bool Cares(LiveSignal signal) => false;

        protected override async Task ReadAsync()
        {
            var (turn, read) = (++Begun, State);
            if (turn == 1) await First.Task;
            Shown = read;
        }
    }
}
