using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Tickets;

/// <summary>Events of the board that the browser tells of once for all its cards (Client/desk/drag.ts): a handler on each would be in memory hundreds of times for every agent.</summary>
[EventHandler("oncardgrab", typeof(CardGrabEventArgs))]
public static class EventHandlers;

/// <summary>A hand took a card, to drag it.</summary>
public sealed class CardGrabEventArgs : EventArgs
{
    /// <summary>The ticket's; 0: what is dragged is no card.</summary>
    public long Number { get; set; }
}
