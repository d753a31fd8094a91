// A photo as it is sent: upright, and no larger than a screen needs. A telephone's own has ten times the bytes, and a bad network has none to spare.
const LONGEST_SIDE = 1600, QUALITY = 0.82;

/** What cannot be read as a picture goes as it is. */
export async function shrunk(file: File): Promise<{ name: string; bytes: Blob }> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return { name: file.name, bytes: file };
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return bytes && bytes.size < file.size ? { name: file.name.replace(/\.[^.]*$/, "") + ".jpg", bytes } : { name: file.name, bytes: file };
}
