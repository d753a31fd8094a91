/** What the composer says. Given by the page as JSON, in the reader's language. */
export interface Words {
  reply: string;
  note: string;
  replyTo: string;
  replyHint: string;
  noteHint: string;
  articleHint: string;
  sendReply: string;
  sendNote: string;
  sending: string;
  tools: string;
  bold: string;
  italic: string;
  heading: string;
  bullets: string;
  numbers: string;
  quote: string;
  code: string;
  codeBlock: string;
  link: string;
  linkAddress: string;
  linkApply: string;
  linkRemove: string;
  attach: string;
  removeFile: string;
  uploading: string;
  uploadFailed: string;
  saved: string;
  saving: string;
  offline: string;
  unsaved: string;
  nothingToSend: string;
  filesOnTheirWay: string;
  notSent: string;
  offlineSend: string;
  unknownSend: string;
  customerWrote: string;
  sendAnyway: string;
  seen: string;
  carried: string;
  gone: string;
  tooLong: string;
  hasDraft: string;
  dismiss: string;
}

/** `{0}` and `{1}` in a sentence are filled in. */
export const fill = (sentence: string, ...values: (string | number)[]): string => sentence.replace(/\{(\d)\}/g, (all, i: string) => String(values[Number(i)] ?? all));
