import type { AttachedFile } from "./document";

export interface Upload {
  stop(): void;
}

/** XMLHttpRequest, because fetch does not tell how far an upload has come. */
export function upload(file: File, desk: string, progress: (share: number) => void, done: (id: string, file: AttachedFile) => void, failed: (sentence: string | null) => void): Upload {
  const form = new FormData();
  form.append("file", file, file.name || "picture.png");
  const request = new XMLHttpRequest();
  request.open("POST", `/files?desk=${encodeURIComponent(desk)}`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-LiveDesk", "composer");
  request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
  request.onerror = () => failed(null);
  request.onload = () => {
    const answer = read(request.responseText);
    if (request.status >= 200 && request.status < 300 && typeof answer?.["id"] === "string")
      done(answer["id"], { name: String(answer["name"] ?? file.name), size: Number(answer["size"] ?? file.size), contentType: String(answer["type"] ?? "") });
    else failed(typeof answer?.["detail"] === "string" ? answer["detail"] : typeof answer?.["title"] === "string" ? answer["title"] : null);
  };
  request.send(form);
  return { stop: () => request.abort() };
}

function read(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

export const sizeInWords = (bytes: number, language: string): string => {
  const [value, unit] = bytes < 1024 ? [bytes, "byte"] : bytes < 1024 * 1024 ? [bytes / 1024, "kilobyte"] : [bytes / 1024 / 1024, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
};
