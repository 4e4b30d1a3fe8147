// Bundles the page's scripts and styles, or its unit tests: `node build.mjs FOLDER [--tests]`.
// FOLDER gets the scripts, the styles, NOTICES.txt and manifest.json. The same sources give the same bytes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, version } from "esbuild";
import { zlibSync } from "fflate";

const here = dirname(fileURLToPath(import.meta.url));
const [folder, wanted] = process.argv.slice(2);
const common = { absWorkingDir: here, bundle: true, charset: "utf8", logLevel: "warning", metafile: true };

/** Name the packages that a bundle has taken files of, in order. */
function packagesOf(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const names = used.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

const read = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));

/** Write down what a package's license asks to be passed on: its name, its terms, their full text. */
function notice(name) {
  const { version: number, license } = read(name);
  const home = join(here, "node_modules", name);
  const own = join(here, "licenses", `${name}.txt`);
  const files = readdirSync(home).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  // A package that comes without its license text has it here.
  if (license && !files.length && existsSync(own)) return [`${name} ${number} (${license})`, readFileSync(own, "utf8").trimEnd()].join("\n\n");
  if (!license || !files.length) throw new Error(`${name} comes without a license text`);
  const texts = files.map((file) => readFileSync(join(home, file), "utf8").replace(/\r\n/g, "\n").trimEnd());
  return [`${name} ${number} (${license})`, ...texts].join("\n\n");
}

/** Bundle a script that the page starts when it is first wanted. */
const script = (entry) =>
  build({
    ...common,
    entryPoints: [entry],
    outdir: folder,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "eof",
    define: { "import.meta.url": '""' },
    write: false,
  });

/** Bundle the worker as text, from which the page starts it. */
async function worker() {
  const made = await build({ ...common, entryPoints: ["src/worker.ts"], format: "iife", target: "es2022", minify: true, write: false });
  return JSON.stringify(made.outputFiles[0].text);
}

async function page() {
  const made = await build({
    ...common,
    entryPoints: { explorer: "src/main.ts" },
    outdir: folder,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "eof",
    define: { WORKER: await worker() },
    write: false,
  });
  const styles = await build({
    ...common,
    entryPoints: { explorer: "src/styles.css", query: "src/sparql/page.css" },
    outdir: folder,
    minify: true,
    write: false,
  });
  const styled = Object.fromEntries(styles.outputFiles.map(({ path, text }) => [basename(path), text]));
  const sparql = await script("src/sparql/main.ts");
  const engine = await script("src/sparql/engine.ts");
  const overview = await script("src/overview/main.ts");
  const query = await script("src/sparql/page.ts");
  const packages = [...new Set([made, sparql, engine, overview, query].flatMap(({ metafile }) => packagesOf(metafile)))].sort();
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  const files = {
    ...styled,
    "explorer.js": made.outputFiles[0].text,
    "sparql.js": sparql.outputFiles[0].text,
    "overview.js": overview.outputFiles[0].text,
    // The server's page for SPARQL.
    "query.js": query.outputFiles[0].text,
    "oxigraph.js": engine.outputFiles[0].text,
    // Compressed by a package, so that it is the same whatever Node builds it.
    "oxigraph.wasm.z": zlibSync(readFileSync(join(here, "node_modules/oxigraph/web_bg.wasm")), { level: 9 }),
    "NOTICES.txt": `${["The explorer's page holds code of these packages.", ...packages.map(notice)].join(rule)}\n`,
  };
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  const manifest = {
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { bytes: Buffer.byteLength(text), sha256: hash(text) }])),
    packages: Object.fromEntries(packages.map((name) => [name, read(name).version])),
    tools: { esbuild: version, typescript: read("typescript").version },
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function tests() {
  const names = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `tests/${name}`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    platform: "node",
    sourcemap: "inline",
  });
}

await (wanted === "--tests" ? tests() : page());
