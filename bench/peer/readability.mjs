// SPDX-License-Identifier: Apache-2.0
//
// readability.mjs FOLDER: Mozilla Readability on linkedom over the pages of a folder, CPU seconds of
// the whole process (its helper threads too). Start and warm-up stand apart; then the best of three
// passes. Run by bench/run, installed by tool/peer.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";

const seconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const folder = process.argv[2];
const pages = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), "utf8"));
const start = seconds();

function pass() {
  const from = process.cpuUsage();
  let articles = 0;
  for (const page of pages) {
    try {
      const { document } = parseHTML(page);
      articles += new Readability(document).parse() !== null;
    } catch {
      // a page that it cannot read
    }
  }
  return { took: seconds(from), articles };
}

const warm = pass();
let best = pass();
for (let i = 0; i < 2; i++) {
  const next = pass();
  if (next.took < best.took) best = next;
}
console.log(`start, files read ${start.toFixed(2)} s; warm-up ${warm.took.toFixed(2)} s; ` +
  `articles on ${best.articles} of ${pages.length} pages`);
console.log(`peer ${(pages.length / best.took).toFixed(1)} pages/CPU-s`);
