// Builds what is committed under wraparound/foundation/ui/static/ui: run it with `make assets`.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import * as sass from "sass";

const library = "node_modules/govuk-frontend";
const ui = "../wraparound/foundation/ui";
const out = `${ui}/static/ui`;
const { version, license } = JSON.parse(readFileSync(`${library}/package.json`));
const notice = `/*! Contains govuk-frontend ${version}, ${license} licence: see LICENCE-govuk-frontend.txt */\n`;

mkdirSync(out, { recursive: true });
const { css } = sass.compile("src/wraparound.scss", {
  style: "compressed",
  importers: [new sass.NodePackageImporter()],
  quietDeps: true
});
writeFileSync(`${out}/wraparound.css`, notice + css.replace(/^\uFEFF/, "") + "\n");

await build({
  entryPoints: ["src/start.js", "src/wraparound.js"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  banner: { js: notice.trim() }
});

// The public site has a stylesheet and scripts of its own, so that nobody else loads them.
const site = "../wraparound/delivery/families/static/families";
mkdirSync(site, { recursive: true });
const directory = sass.compile("src/directory.scss", {
  style: "compressed",
  importers: [new sass.NodePackageImporter()],
  quietDeps: true
});
writeFileSync(`${site}/directory.css`, notice + directory.css.replace(/^\uFEFF/, "") + "\n");
await build({ entryPoints: ["src/leave.js"], outdir: site, bundle: true, minify: true, format: "iife", target: "es2020" });
const leaflet = JSON.parse(readFileSync("node_modules/leaflet/package.json"));
const credit = `/*! Contains Leaflet ${leaflet.version}, ${leaflet.license} licence: see LICENCE-leaflet.txt */`;
await build({
  entryPoints: ["src/map.js"],
  outdir: site,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  banner: { js: credit }
});
// Without the rules that ask for Leaflet's pictures: our marks are drawn.
const drawn = readFileSync("node_modules/leaflet/dist/leaflet.css", "utf8").replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "");
const { code } = await transform(drawn + readFileSync("src/map.css", "utf8"), { loader: "css", minify: true });
writeFileSync(`${site}/map.css`, `${credit}\n${code}`);
copyFileSync("node_modules/leaflet/LICENSE", `${site}/LICENCE-leaflet.txt`);
// What works without a connection is ours alone: it contains nothing of the library.
await build({
  entryPoints: ["src/offline.js", "src/offline-worker.js"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020"
});

// The examples that the library ships, by which the test of the bridge knows what each component must render.
const examples = {};
for (const name of readdirSync(`${library}/dist/govuk/components`)) {
  try {
    const { fixtures } = JSON.parse(readFileSync(`${library}/dist/govuk/components/${name}/fixtures.json`));
    examples[name] = fixtures.map(({ name, options, html }) => ({ name, options, html }));
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
  }
}
writeFileSync(
  `${ui}/tests/govuk-frontend-examples.json.gz`,
  gzipSync(JSON.stringify({ version, license, components: examples }), { level: 9 })
);
