// Bundles the browser code into ../static/dist: files named by their content, each beside its
// Brotli form, and a manifest from plain name to the name served.  Run by hatch_build.py.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

import * as esbuild from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const OUT = path.join(HERE, "..", "static", "dist");
const COMPRESSED = new Set([".js", ".css", ".svg"]);
const FONTS = {
  "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "mono.woff2":
    "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
};

function hashed(name, bytes) {
  const { name: stem, ext } = path.parse(name);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  return `${stem}-${digest}${ext}`;
}

async function put(name, bytes) {
  await writeFile(path.join(OUT, name), bytes);
  if (!COMPRESSED.has(path.extname(name))) return;
  const quality = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 };
  const small = zlib.brotliCompressSync(bytes, { params: quality });
  await writeFile(path.join(OUT, `${name}.br`), small);
}

// One <symbol> an icon; stroke and size come from the style sheet.
async function sprite() {
  const names = JSON.parse(await readFile(path.join(HERE, "icons.json"), "utf8"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const file = path.join(HERE, "node_modules", "lucide-static", "icons", `${name}.svg`);
      const inner = (await readFile(file, "utf8")).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
      const shapes = inner.replace(/\s*\n\s*/g, "").trim();
      return `<symbol id="icon-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
    }),
  );
  const sign = (await readFile(path.join(HERE, "favicon.svg"), "utf8"))
    .match(/<symbol id="sign"[\s\S]*?<\/symbol>/)[0]
    .replace(/\s*\n\s*/g, " ");
  return `<svg class="sprite" width="0" height="0" aria-hidden="true">${symbols.join("")}${sign}</svg>`;
}

// The dark theme stands once in tokens.css; here it comes in for whose system asks for it, too.
const dark = {
  name: "dark",
  setup(build) {
    build.onLoad({ filter: /tokens\.css$/ }, async ({ path: file }) => {
      const sheet = await readFile(file, "utf8");
      const chosen = ':root[data-theme="dark"]';
      const theme = sheet.slice(sheet.indexOf(chosen)).replace(chosen, ':root:not([data-theme="light"])');
      return { contents: `${sheet}@media (prefers-color-scheme: dark) { ${theme} }`, loader: "css" };
    });
  },
};

async function bundle(manifest) {
  const fonts = {
    name: "fonts",
    setup(build) {
      build.onResolve({ filter: /^font:/ }, ({ path: asked }) => ({
        path: manifest[asked.slice("font:".length)],
        external: true,
      }));
    },
  };
  const result = await esbuild.build({
    absWorkingDir: HERE,
    entryPoints: { app: "src/app.ts", style: "styles/app.css", chart: "styles/chart.css" },
    outdir: OUT,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox114", "safari16.4"],
    minify: true,
    legalComments: "linked",
    metafile: true,
    write: false,
    plugins: [fonts, dark],
  });
  const outputs = Object.entries(result.metafile.outputs);
  for (const file of result.outputFiles) {
    const name = path.basename(file.path);
    await put(name, file.contents);
    const [, about] = outputs.find(([key]) => path.basename(key) === name);
    const entry = about.entryPoint && path.basename(about.entryPoint);
    if (entry) manifest[entry.replace(/\.ts$/, ".js")] = name;
  }
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const manifest = {};
for (const [name, source] of Object.entries(FONTS)) {
  const bytes = await readFile(path.join(HERE, "node_modules", source));
  manifest[name] = hashed(name, bytes);
  await put(manifest[name], bytes);
}
await bundle(manifest);
const favicon = await readFile(path.join(HERE, "favicon.svg"));
manifest["favicon.svg"] = hashed("favicon.svg", favicon);
await put(manifest["favicon.svg"], favicon);
await writeFile(path.join(OUT, "sprite.svg"), await sprite());
await writeFile(path.join(OUT, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
