// SPDX-License-Identifier: Apache-2.0
//
// Opens a page in Chromium as a reader would, on a phone and on a desk, and prints one JSON object
// of what is wrong with it: check.mjs FOLDER-OF-NODE-MODULES PAGE SCREENSHOT
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const [modules, page, screenshot] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + "/node_modules/"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const found = {console: [], requests: [], overflow: [], axe: [], direction: [], anchors: [], cells: {}};

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const tab = await browser.newPage();
  tab.on("console", (m) => { if (["error", "warn"].includes(m.type())) found.console.push(m.text()); });
  tab.on("pageerror", (e) => found.console.push(String(e)));
  tab.on("request", (r) => { if (!r.url().startsWith("file:")) found.requests.push(r.url()); });
  await tab.goto(pathToFileURL(page).href);
  await tab.setBypassCSP(true); // for axe alone: what the page itself may do was seen above
  await tab.reload();
  for (const width of [360, 1280]) {
    await tab.setViewport({width, height: 900});
    const [wide, out] = await tab.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const out = [...document.querySelectorAll("body *")].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width && (box.right > limit + 1 || box.left < -1);
      }).map((e) => e.outerHTML.slice(0, 120));
      return [document.documentElement.scrollWidth > limit, out.slice(0, 5)];
    });
    if (wide || out.length) found.overflow.push({width, out});
    await tab.addScriptTag({content: axe});
    const result = await tab.evaluate(() => axe.run());
    for (const v of result.violations)
      if (["serious", "critical"].includes(v.impact))
        found.axe.push({width, id: v.id, at: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))});
  }
  const cells = await tab.evaluate(() => [...document.querySelectorAll("blockquote")].map((e) =>
    [e.lang, getComputedStyle(e).direction, e.textContent.slice(0, 40)]));
  for (const [lang, direction, text] of cells) {
    found.cells[lang] = (found.cells[lang] || 0) + 1;
    if (["ur", "ar", "fa"].includes(lang) !== (direction === "rtl")) found.direction.push([lang, direction, text]);
  }
  found.anchors = await tab.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter((a) => !document.getElementById(a.getAttribute("href").slice(1)))
    .map((a) => a.getAttribute("href")).slice(0, 5));
  await tab.screenshot({path: screenshot, fullPage: false});
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
