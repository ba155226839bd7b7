// Builds the editor into the pages app: one module, one style sheet, the licences of what is inside.
// npm ci && npm run build     npm run check (fails where the committed build differs)
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/humus/pages/static/pages/editor");
const check = process.argv.includes("--check");

const result = await build({
  absWorkingDir: here,
  entryPoints: { editor: "src/index.js", "editor-style": "src/editor.css" },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});

function licences() {
  const packages = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const words = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
    return `${name} ${facts.version} (${facts.license})\n\n${words}\n`;
  });
}

const made = new Map(result.outputFiles.map((file) => [file.path.endsWith(".css") ? "editor.css" : "editor.js", file.text]));
made.set("LICENSES.txt", `The editor contains these packages.\n\n${licences().join("\n----\n\n")}`);

mkdirSync(target, { recursive: true });
const changed = [];
for (const [name, text] of made) {
  const path = join(target, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  changed.push(name);
  if (!check) writeFileSync(path, text);
}
console.log(changed.length ? `${check ? "differs" : "written"}: ${changed.join(", ")}` : "unchanged");
if (check && changed.length) process.exit(1);
