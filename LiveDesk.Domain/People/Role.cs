namespace LiveDesk.Domain.People;

public enum Role { None, ReadOnly, KnowledgeEditor, Agent, Supervisor, Admin }

/// <summary>What a role may do. Sight (which tickets) is separate: see <see cref="Sight"/>.</summary>
public enum Right { WorkTickets, WorkChats, WriteArticles, PublishArticles, ManageDesks, ManagePeople, SeeWork, FollowColleagues, CreateDesks }

public static class Roles
{
    public static bool Includes(this Role role, Right right) => right switch
    {
        Right.WorkTickets or Right.WorkChats => role is Role.Agent or Role.Supervisor or Role.Admin,
        Right.WriteArticles => role is Role.Agent or Role.KnowledgeEditor or Role.Supervisor or Role.Admin,
        Right.PublishArticles => role is Role.KnowledgeEditor or Role.Supervisor or Role.Admin,
        Right.ManageDesks or Right.SeeWork or Right.FollowColleagues => role is Role.Supervisor or Role.Admin,
        Right.ManagePeople or Right.CreateDesks => role is Role.Admin,
        _ => false,
    };

    public static string Name(this Role role) => role switch
    {
        Role.ReadOnly => "Read-only",
        Role.KnowledgeEditor => "Knowledge editor",
        _ => role.ToString(),
    };

    public static string Words(this Right right) => right switch
    {
        Right.WorkTickets => "working on tickets",
        Right.WorkChats => "answering chats",
        Right.WriteArticles => "writing articles",
        Right.PublishArticles => "publishing articles",
        Right.ManageDesks => "managing desks",
        Right.ManagePeople => "managing people",
        Right.FollowColleagues => "following colleagues",
        Right.CreateDesks => "creating desks",
        _ => "seeing the installation's work list",
    };
}
