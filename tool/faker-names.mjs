// SPDX-License-Identifier: Apache-2.0
// Prints the person names of npm @faker-js/faker as JSON for gen-given.py.
// usage: node faker-names.mjs /path/to/@faker-js/faker/dist/index.js > FAKER.json
const { allLocales } = await import(process.argv[2]);
const all = (p) => [...new Set([...(p?.generic || []), ...(p?.male || []), ...(p?.female || [])])];
const out = {};
for (const [locale, { person }] of Object.entries(allLocales))
  if (person) out[locale] = { first: all(person.first_name), last: all(person.last_name) };
console.log(JSON.stringify(out));
