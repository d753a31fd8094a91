// Bundles the browser code into wwwroot/build. Each entry is one page's script; nothing is loaded from anywhere else.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const entries = {
  desk: "desk/desk.ts",           // the agents' app: connection bar, shortcuts, small page helpers
  signedIn: "desk/signedIn.ts",   // where a sign-in window ends
  composer: "composer/composer.ts", // the reply and article editor (Tiptap on Yjs)
  widget: "widget/loader.ts",     // what a customer's site loads: a launcher and nothing more
  panel: "widget/panel.ts",       // what the launcher opens: the conversation
  pocket: "pocket/pocket.ts",     // the technician's pocket view
  pocketWorker: "pocket/worker.ts", // what opens it without a network
};

const out = "../wwwroot/build";
await build({
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: false,
  target: "es2022",
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
});

const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const budgets = { widget: 8 * 1024, panel: 60 * 1024, pocket: 40 * 1024 };
for (const [name, limit] of Object.entries(budgets)) {
  const size = ["js", "css"].map((kind) => `${out}/${name}.${kind}`).filter(existsSync).reduce((sum, file) => sum + gzip(file), 0);
  if (size > limit) throw new Error(`${name} is ${size} bytes gzipped; its budget is ${limit}.`);
}
writeFileSync(`${out}/.built`, "");
