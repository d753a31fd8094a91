// What the panel says, in the visitor's language.
const en = {
  title: "Chat", close: "Close", write: "Write a message", send: "Send", attach: "Attach a file", end: "End chat",
  name: "Your name", email: "Your e-mail", save: "Save", saved: "Thank you.", optional: "Optional: so that we can reach you when you have left.", skip: "Not now",
  emailWrong: "This does not look like an e-mail address.",
  sending: "Sending…", sent: "Sent", seen: "Seen", failed: "Not sent", retry: "Try again", remove: "Remove", cancel: "Cancel",
  waitingToSend: "Will be sent as soon as there is a connection", slow: "Too fast. It will be sent in a moment.",
  busy: "It could not be saved just now. It is kept here and sent again.", notSaved: "This could not be saved just now. Please try again.",
  typing: (name: string) => `${name} is typing…`,
  ended: "This chat has ended.", ticket: (ref: string) => `Your request has the number ${ref}. The conversation goes on here.`,
  resolved: "Your request was resolved:", resolvedBare: "Your request was resolved.", followup: (ref: string) => `A new request was opened: ${ref}.`, merged: (ref: string) => `This goes on together with another request: ${ref}.`,
  anew: "Start a new conversation", connecting: "Connecting…", offline: "No connection. What you write is kept here and sent later.",
  back: "Connected again.", newVisitor: "The earlier conversation is no longer open here. What you write now begins a new one.",
  tooLong: (most: number) => `A message has at most ${most} characters. Please shorten it, or attach it as a file.`,
  uploading: (name: string, percent: number) => `${name}: ${percent} %`, uploadFailed: "Could not be uploaded", tooLarge: (most: string) => `Too large; ${most} is the most.`,
  download: (name: string) => `Download ${name}`, you: "You", desk: "Support", newMessage: (author: string) => `New message from ${author}`,
};

export type Words = typeof en;

const de: Words = {
  title: "Chat", close: "Schließen", write: "Nachricht schreiben", send: "Senden", attach: "Datei anhängen", end: "Chat beenden",
  name: "Ihr Name", email: "Ihre E-Mail-Adresse", save: "Speichern", saved: "Vielen Dank.", optional: "Freiwillig: damit wir Sie erreichen, wenn Sie gegangen sind.", skip: "Nicht jetzt",
  emailWrong: "Das sieht nicht wie eine E-Mail-Adresse aus.",
  sending: "Wird gesendet…", sent: "Gesendet", seen: "Gesehen", failed: "Nicht gesendet", retry: "Noch einmal", remove: "Entfernen", cancel: "Abbrechen",
  waitingToSend: "Wird gesendet, sobald eine Verbindung besteht", slow: "Zu schnell. Wird gleich gesendet.",
  busy: "Konnte gerade nicht gespeichert werden. Bleibt hier und wird noch einmal gesendet.", notSaved: "Das konnte gerade nicht gespeichert werden. Bitte noch einmal versuchen.",
  typing: (name) => `${name} schreibt…`,
  ended: "Dieser Chat ist beendet.", ticket: (ref) => `Ihre Anfrage hat die Nummer ${ref}. Das Gespräch geht hier weiter.`,
  resolved: "Ihre Anfrage wurde gelöst:", resolvedBare: "Ihre Anfrage wurde gelöst.", followup: (ref) => `Eine neue Anfrage wurde eröffnet: ${ref}.`, merged: (ref) => `Dies geht mit einer anderen Anfrage zusammen weiter: ${ref}.`,
  anew: "Neues Gespräch beginnen", connecting: "Verbindung wird aufgebaut…", offline: "Keine Verbindung. Was Sie schreiben, bleibt hier und wird später gesendet.",
  back: "Wieder verbunden.", newVisitor: "Das frühere Gespräch ist hier nicht mehr offen. Was Sie jetzt schreiben, beginnt ein neues.",
  tooLong: (most) => `Eine Nachricht hat höchstens ${most} Zeichen. Bitte kürzen Sie sie, oder hängen Sie sie als Datei an.`,
  uploading: (name, percent) => `${name}: ${percent} %`, uploadFailed: "Konnte nicht hochgeladen werden", tooLarge: (most) => `Zu groß; höchstens ${most}.`,
  download: (name) => `${name} herunterladen`, you: "Sie", desk: "Support", newMessage: (author) => `Neue Nachricht von ${author}`,
};

const ar: Words = {
  title: "محادثة", close: "إغلاق", write: "اكتب رسالة", send: "إرسال", attach: "إرفاق ملف", end: "إنهاء المحادثة",
  name: "اسمك", email: "بريدك الإلكتروني", save: "حفظ", saved: "شكرًا لك.", optional: "اختياري: لنتمكن من الوصول إليك بعد مغادرتك.", skip: "ليس الآن",
  emailWrong: "لا يبدو هذا عنوان بريد إلكتروني.",
  sending: "جارٍ الإرسال…", sent: "أُرسلت", seen: "شوهدت", failed: "لم تُرسل", retry: "إعادة المحاولة", remove: "إزالة", cancel: "إلغاء",
  waitingToSend: "ستُرسل فور عودة الاتصال", slow: "أسرع من اللازم. ستُرسل بعد لحظة.",
  busy: "تعذر الحفظ الآن. الرسالة محفوظة هنا وسيُعاد إرسالها.", notSaved: "تعذر الحفظ الآن. حاول مرة أخرى من فضلك.",
  typing: (name) => `${name} يكتب…`,
  ended: "انتهت هذه المحادثة.", ticket: (ref) => `رقم طلبك هو ${ref}. تستمر المحادثة هنا.`,
  resolved: "تم حل طلبك:", resolvedBare: "تم حل طلبك.", followup: (ref) => `فُتح طلب جديد: ${ref}.`, merged: (ref) => `يستمر هذا مع طلب آخر: ${ref}.`,
  anew: "بدء محادثة جديدة", connecting: "جارٍ الاتصال…", offline: "لا يوجد اتصال. ما تكتبه محفوظ هنا وسيُرسل لاحقًا.",
  back: "عاد الاتصال.", newVisitor: "لم تعد المحادثة السابقة مفتوحة هنا. ما تكتبه الآن يبدأ محادثة جديدة.",
  tooLong: (most) => `لا تتجاوز الرسالة ${most} حرفًا. اختصرها من فضلك أو أرفقها كملف.`,
  uploading: (name, percent) => `${name}: ${percent}٪`, uploadFailed: "تعذر الرفع", tooLarge: (most) => `كبير جدًا؛ الحد الأقصى ${most}.`,
  download: (name) => `تنزيل ${name}`, you: "أنت", desk: "الدعم", newMessage: (author) => `رسالة جديدة من ${author}`,
};

const all: Record<string, Words> = { en, de, ar };

/** The first of the given languages that the panel speaks, else English. */
export function choose(languages: readonly string[]): { language: string; words: Words; direction: "ltr" | "rtl" } {
  const language = languages.map((l) => l.slice(0, 2).toLowerCase()).find((l) => l in all) ?? "en";
  return { language, words: all[language], direction: language === "ar" ? "rtl" : "ltr" };
}
