// How well what somebody typed means a line: every word of theirs has to be in it, whole, begun, or at least with its letters in order.

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
const wordsOf = (text: string): string[] => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** 0: not meant. */
export function meant(typed: string, line: string): number {
  const words = wordsOf(line);
  let sum = 0;
  for (const wanted of wordsOf(typed)) {
    const best = Math.max(0, ...words.map((word) => likeness(wanted, word)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

function likeness(wanted: string, word: string): number {
  if (word === wanted) return 4;
  if (word.startsWith(wanted)) return 3;
  if (word.includes(wanted)) return 2;
  // One letter alone stands in almost every word.
  return wanted.length > 2 && word[0] === wanted[0] && inOrder(wanted, word) ? 1 : 0;
}

function inOrder(wanted: string, word: string): boolean {
  let at = 0;
  for (const letter of word) if (letter === wanted[at]) at++;
  return at === wanted.length;
}
