// The launcher's few words; the panel has its own, loaded with it.
export interface LauncherWords { open: string; close: string; title: string; unread(n: number): string }

const all: Record<string, LauncherWords> = {
  en: { open: "Open chat", close: "Close chat", title: "Chat", unread: (n) => `${n} unread` },
  de: { open: "Chat öffnen", close: "Chat schließen", title: "Chat", unread: (n) => `${n} ungelesen` },
  ar: { open: "فتح المحادثة", close: "إغلاق المحادثة", title: "محادثة", unread: (n) => `${n} غير مقروءة` },
};

export const launcherWords = (language: string): LauncherWords => all[language.slice(0, 2).toLowerCase()] ?? all.en;
