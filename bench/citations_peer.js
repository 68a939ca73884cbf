// Measures unitedstates/citation (npm: citation) on one text: node bench/citations_peer.js FILE REPEATS [TYPE,TYPE…]
// Prints {"seconds": least, "found": number, "kinds": {type: number}} as JSON. Only the call is timed, after one that warms the engine up.
const fs = require("fs");
let citation;
try {
  citation = require("citation");
} catch (error) {
  process.stdout.write(JSON.stringify({ missing: true }));
  process.exit(0);
}
const text = fs.readFileSync(process.argv[2], "utf8");
const options = process.argv[4] ? { types: process.argv[4].split(",") } : {};
let seconds = Infinity;
let found = [];
citation.find(text.slice(0, 10000), options);
for (let time = 0; time < Number(process.argv[3]); time++) {
  const start = process.hrtime.bigint();
  found = citation.find(text, options).citations;
  seconds = Math.min(seconds, Number(process.hrtime.bigint() - start) / 1e9);
}
const kinds = {};
for (const each of found) kinds[each.type] = (kinds[each.type] || 0) + 1;
process.stdout.write(JSON.stringify({ seconds: seconds, found: found.length, kinds: kinds }));
