/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes data/encoding/*.tsv from the indexes and labels of the WHATWG Encoding Standard as the npm
 * package text-encoding carries them. Run by hand when the standard changes, never by the build:
 *     npm pack text-encoding@0.7.0 && tar xf text-encoding-0.7.0.tgz
 *     node tool/encoding-tables.js package data/encoding
 */
'use strict';
const fs = require('fs');
const path = require('path');

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error('usage: node encoding-tables.js PACKAGE-FOLDER OUTPUT-FOLDER');
  process.exit(2);
}

/* What the standard gained after that package. */
const LATER_LABELS = {
  'unicode11utf8': 'UTF-8', 'unicode20utf8': 'UTF-8', 'x-unicode20utf8': 'UTF-8',
  'unicodefffe': 'UTF-16BE',
  'csunicode': 'UTF-16LE', 'iso-10646-ucs-2': 'UTF-16LE', 'ucs-2': 'UTF-16LE',
  'unicode': 'UTF-16LE', 'unicodefeff': 'UTF-16LE',
  'replacement': 'replacement',
};
/* GB 18030-2022 moved 18 characters out of the private use area. */
const LATER_GB18030 = new Map([
  [7182, 0xFE10], [7183, 0xFE12], [7184, 0xFE11], [7185, 0xFE13], [7186, 0xFE14], [7187, 0xFE15],
  [7188, 0xFE16], [7201, 0xFE17], [7202, 0xFE18], [7208, 0xFE19], [23775, 0x9FB4],
  [23783, 0x9FB5], [23788, 0x9FB6], [23789, 0x9FB7], [23795, 0x9FB8], [23812, 0x9FB9],
  [23829, 0x9FBA], [23845, 0x9FBB],
]);

const SOURCE = 'WHATWG Encoding Standard, https://encoding.spec.whatwg.org/, through npm ' +
  'text-encoding 0.7.0';
const LICENCE = 'Apache-2.0 (text-encoding); the standard\'s own data is BSD-3-Clause';

function write(name, columns, lines) {
  const head = [`# SOURCE: ${SOURCE}`, `# LICENCE: ${LICENCE}`, `# ${columns}`];
  fs.writeFileSync(path.join(to, name + '.tsv'), head.concat(lines).join('\n') + '\n');
}

const hex = (code) => 'U+' + code.toString(16).toUpperCase().padStart(4, '0');
/* Whether a character stands well by itself in a line of text. */
const isPlain = (code) => !/[\p{C}\p{M}\p{Z}]/u.test(String.fromCodePoint(code)) && code > 0x20;

const RANGE_FROM = 6; /* shorter runs of consecutive code points are written out */
const LINE_MAX = 40;

/* Pointer to code point, null where nothing is assigned, to "pointer TAB characters". */
function runs(codes) {
  const lines = [];
  const follow = (i) => {
    let n = 1;
    while (codes[i + n] === codes[i] + n) n++;
    return n;
  };
  for (let i = 0; i < codes.length;) {
    if (codes[i] === null || codes[i] === undefined) {
      i++;
      continue;
    }
    const start = String(i).padStart(5, '0');
    const n = follow(i);
    if (n >= RANGE_FROM) {
      lines.push(`${start}\t${hex(codes[i])}..${hex(codes[i] + n - 1)}`);
      i += n;
    } else if (!isPlain(codes[i])) {
      lines.push(`${start}\t${hex(codes[i])}`);
      i++;
    } else {
      let text = '';
      for (let k = 0; k < LINE_MAX && codes[i] && isPlain(codes[i]) && follow(i) < RANGE_FROM; k++)
        text += String.fromCodePoint(codes[i++]);
      lines.push(`${start}\t${text}`);
    }
  }
  return lines;
}

const indexes = require(path.resolve(from, 'lib/encoding-indexes.js'))['encoding-indexes'];
for (const [pointer, code] of LATER_GB18030) indexes.gb18030[pointer] = code;
for (const [name, codes] of Object.entries(indexes)) {
  if (name === 'gb18030-ranges')
    write(name, 'first pointer, first code point', codes.map(
      ([pointer, code]) => `${String(pointer).padStart(6, '0')}\t${hex(code)}`));
  else if (name !== 'iso-2022-jp-katakana')
    write(name, 'pointer, the characters from there on', runs(codes));
}

const source = fs.readFileSync(path.join(from, 'lib/encoding.js'), 'utf8');
const list = /var encodings = (\[[^]*?\n {2}\]);/.exec(source)[1];
const labels = { ...LATER_LABELS };
for (const group of (0, eval)(list))
  for (const encoding of group.encodings)
    for (const label of encoding.labels) labels[label] = encoding.name;
write('labels', 'label, name of the encoding',
      Object.keys(labels).sort().map((label) => `${label}\t${labels[label]}`));
