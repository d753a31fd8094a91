using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

// The verbs of to-dos need all of them loaded.
public sealed partial class Ticket
{
    public const int MostTodos = 100;
    private readonly List<Todo> _todos = [];

    /// <summary>All, when they were loaded.</summary>
    public IReadOnlyList<Todo> Todos => _todos;

    // Counted here, for lists and boards show it.
    public int TodoCount { get; private set; }
    public int TodosDone { get; private set; }

    /// <summary>When the next to-do's assignee is to be told that it is late; null: nobody.</summary>
    public DateTimeOffset? NextTodoAt { get; private set; }

    public Todo AddTodo(Actor me, TodoForm form, Desk desk, DateTimeOffset now)
    {
        DemandTodos(me);
        var todo = Add(form.Checked(), me, now);
        TodosChanged(new TodoWasAdded(Id, Place, todo.Id), me, desk, now);
        return todo;
    }

    /// <param name="seen">It as the person saw it.</param>
    public void ChangeTodo(Actor me, Guid todoId, TodoForm form, TodoForm seen, Desk desk, DateTimeOffset now)
    {
        DemandTodos(me);
        var (todo, clean) = (TodoOf(todoId), form.Checked());
        if (todo.Form == clean) return;
        if (todo.Form != seen) throw new RuleViolation($"Somebody else changed this to-do meanwhile: “{todo.Text}”. What you typed is still here: save again to keep it.");
        todo.Take(clean);
        TodosChanged(new TodoWasChanged(Id, Place, todoId), me, desk, now);
    }

    /// <summary>Done, or not after all. Done twice is done by the first. Of a ticket that was merged away too: it is read, and done, on the one that stays.</summary>
    public void TickTodo(Actor me, Guid todoId, bool isDone, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        if (Merged is null) DemandReachable();
        DemandTodosLoaded();
        var todo = TodoOf(todoId);
        if (todo.Done is not null == isDone) return;
        todo.Tick(isDone ? new TodoDone(me.Id, now) : null);
        TodosChanged(isDone ? new TodoWasDone(Id, Place, todoId) : new TodoWasReopened(Id, Place, todoId), me, desk, now);
    }

    /// <param name="by">How many places: -1 is one up.</param>
    public void ShiftTodo(Actor me, Guid todoId, int by, Desk desk, DateTimeOffset now)
    {
        DemandTodos(me);
        var there = _todos.OrderBy(t => t.Order).ToList();
        var todo = TodoOf(todoId);
        var from = there.IndexOf(todo);
        var to = (int)Math.Clamp((long)from + by, 0, there.Count - 1);
        if (from == to) return;
        there.RemoveAt(from);
        there.Insert(to, todo);
        for (var i = 0; i < there.Count; i++) there[i].Order = i;
        TodosChanged(new TodoWasChanged(Id, Place, todoId), me, desk, now);
    }

    public void RemoveTodo(Actor me, Guid todoId, Desk desk, DateTimeOffset now)
    {
        DemandTodos(me);
        _todos.Remove(TodoOf(todoId));
        TodosChanged(new TodoWasRemoved(Id, Place, todoId), me, desk, now);
    }

    /// <param name="zone">In which the days of the template count.</param>
    public void ApplyTemplate(Actor me, Guid templateId, Desk desk, TimeZoneInfo zone, DateTimeOffset now)
    {
        DemandTodos(me);
        var template = desk.Settings.TodoTemplates.FirstOrDefault(t => t.Id == templateId) ?? throw new RuleViolation("This template is no longer there. Choose another one.", "template");
        Apply(template, me, desk, zone, now);
    }

    /// <summary>What the desk wants done on every new ticket of its category or type.</summary>
    public void ApplyTemplatesOfCategory(Actor by, Desk desk, TimeZoneInfo zone, DateTimeOffset now)
    {
        foreach (var template in desk.Settings.TodoTemplates.Where(t => t.CategoryId is { } of && (of == CategoryId || of == TypeId) && _todos.Count + t.Lines.Count <= MostTodos)) Apply(template, by, desk, zone, now);
    }

    private void Apply(TodoTemplate template, Actor by, Desk desk, TimeZoneInfo zone, DateTimeOffset now)
    {
        DemandRoom(template.Lines.Count);
        foreach (var line in template.Lines) Add(new TodoForm(line.Text, null, line.DueInDays is { } days ? TodoDay.In(days, now, zone) : null), by, now);
        TodosChanged(new TodoTemplateWasApplied(Id, Place, template.Id, template.Lines.Count), by, desk, now);
    }

    private Todo Add(TodoForm form, Actor me, DateTimeOffset now)
    {
        DemandRoom(1);
        var todo = new Todo(Id, form, _todos.Count == 0 ? 0 : _todos.Max(t => t.Order) + 1, me, now);
        _todos.Add(todo);
        return todo;
    }

    private void DemandRoom(int more)
    {
        if (_todos.Count + more > MostTodos) throw new RuleViolation($"A ticket has at most {MostTodos} to-dos. Remove some that are done.", "to-do");
    }

    private void DemandTodos(Actor me)
    {
        DemandPerson(me);
        DemandReachable();
        DemandTodosLoaded();
    }

    private void DemandTodosLoaded()
    {
        if (_todos.Count != TodoCount) throw new InvalidOperationException($"Ticket {Id} has {TodoCount} to-dos, and {_todos.Count} of them were loaded.");
    }

    private Todo TodoOf(Guid id) => _todos.Find(t => t.Id == id) ?? throw new RuleViolation("This to-do is no longer there: somebody removed it.");

    private void TodosChanged(TicketFact fact, Actor by, Desk desk, DateTimeOffset now)
    {
        CountTodos();
        Decided(fact, by, now);
        Settle(desk, now);
    }

    private void CountTodos() => (TodoCount, TodosDone, NextTodoAt) = (_todos.Count, _todos.Count(t => t.Done is not null), _todos.Min(t => t.TellsAt));

    private void TellLateTodos(DateTimeOffset now)
    {
        if (!(NextTodoAt <= now)) return;
        DemandTodosLoaded();
        foreach (var todo in _todos.Where(t => t.TellsAt <= now))
        {
            Record(new TodoIsLate(Id, Place, todo.Id, todo.AssigneeId!.Value, todo.LateAt!.Value), Actor.System, now);
            todo.IsTold = true;
        }
        CountTodos();
    }
}
