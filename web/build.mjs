// Bundles the page into ../src/shorad/view/page: one script, one style sheet, the frame around them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "src", "shorad", "view", "page");
const licence = (name) =>
  `/*! ${name}\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8")}*/`;
mkdirSync(out, { recursive: true });

const plain = {
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
};
const loader = await build({ ...plain, entryPoints: [join(here, "src", "loader.ts")] });
const made = await build({
  ...plain,
  entryPoints: [join(here, "src", "main.ts"), join(here, "src", "style.css")],
  banner: { js: ["three", "milsymbol"].map(licence).join("\n") }, // licences travel with the code
  alias: { "milsymbol-parts": join(here, "node_modules", "milsymbol", "index.mjs") },
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
for (const file of [...loader.outputFiles, ...made.outputFiles]) {
  const name = basename(file.path).replace("main.js", "page.js").replace("style.css", "page.css");
  // inside an HTML page the text of a script or style must not end it
  const text = file.text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  writeFileSync(join(out, name), text);
}
writeFileSync(join(out, "page.html"), readFileSync(join(here, "page.html"), "utf8"));
