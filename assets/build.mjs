// Builds what is committed under wraparound/foundation/ui/static/ui: run it with `make assets`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
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
