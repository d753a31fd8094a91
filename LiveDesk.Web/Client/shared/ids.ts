/** 128 random bits as hex. Made without `crypto.randomUUID`: browsers keep that from pages that came over plain http, as in a network of one's own. */
export const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The same in the form of a UUID, for what the server reads as one. */
export const newUuid = (): string => newId().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
