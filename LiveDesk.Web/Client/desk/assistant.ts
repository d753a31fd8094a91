// Puts the assistant's proposal into the reply that is being written. From then on it is the writer's text.
interface Source { articleId: string; passageId: string; revision: number; title: string }
type Composer = HTMLElement & { insertMarkdown(markdown: string, sources: readonly Source[]): void; focusOn?(audience: string): void };

export function defineDraftInsert(): void {
  const insertDraft = (markdown: string, sources: readonly Source[]): boolean => {
    const composer = document.querySelector<Composer>("livedesk-composer");
    if (!composer) return false;
    composer.focusOn?.("reply");
    composer.insertMarkdown(markdown, sources);
    return true;
  };
  Object.assign(window, { liveDesk: Object.assign((window as { liveDesk?: object }).liveDesk ?? {}, { insertDraft }) });
}
