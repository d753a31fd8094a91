namespace LiveDesk.Web.Settings;

/// <summary>The words of the workflow editor.</summary>
public sealed class WorkflowWords;
