// Parses Mermaid diagrams with mermaid's own parser: node parse_mermaid.mjs NODE_MODULES FILE… ; the first that fails stops it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const { JSDOM } = (await import(pathToFileURL(`${modules}/jsdom/lib/api.js`))).default;
const dom = new JSDOM("");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const mermaid = (await import(pathToFileURL(`${modules}/mermaid/dist/mermaid.core.mjs`))).default;
for (const file of files) {
  const { diagramType } = await mermaid.parse(readFileSync(file, "utf8"));
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(file, "utf8"));
  const db = diagram.db;
  console.log(JSON.stringify({ diagramType, vertices: db.getVertices().size, edges: db.getEdges().length, labels: [...db.getVertices().values()].map((v) => v.text) }));
}
