// Puts the page of Smart Forms and all it needs into built, so that a browser asks
// nobody else.
import { build } from "esbuild";

await build({
  entryPoints: ["smart.jsx"], outdir: "built", bundle: true, jsx: "automatic", logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"', global: "window" },
  loader: { ".woff": "dataurl", ".woff2": "dataurl", ".svg": "dataurl", ".png": "dataurl" },
});
