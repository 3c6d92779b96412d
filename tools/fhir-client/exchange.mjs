// Gives a server a record and then, twice, the proposals of its assessment, and asks
// of it what a consumer would. Prints one JSON object.
//
//   node exchange.mjs BASE RECORD TRANSACTION
//
// RECORD is a transaction Bundle, or - for none.
import {readFileSync} from 'node:fs';
import {Client} from 'fhir-kit-client';
import {answers} from './questions.mjs';

const [base, record, proposals] = process.argv.slice(2);
const client = new Client({baseUrl: base});
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

// post sends a transaction and counts what became of its entries.
async function post(bundle) {
  const reply = await client.transaction({body: bundle});
  const said = {};
  for (const e of reply.entry) {
    const status = e.response.status.split(' ')[0];
    said[status] = (said[status] ?? 0) + 1;
  }
  return {said, versions: reply.entry.map((e) => e.response.location).sort()};
}

// search gives all pages of a search, as one Bundle. A parameter that the server
// does not know is refused, and not passed over.
const strict = {options: {headers: {Prefer: 'handling=strict'}}};
async function search(resourceType, searchParams) {
  const all = {resourceType: 'Bundle', type: 'searchset', entry: []};
  let page = await client.search({resourceType, searchParams, ...strict});
  while (page) {
    all.entry.push(...(page.entry ?? []));
    page = await client.nextPage({bundle: page});
  }
  return all;
}

const known = new Map();
async function find(reference) {
  if (!known.has(reference)) known.set(reference, await client.resolve({reference}));
  return known.get(reference);
}

const capable = await client.capabilityStatement();
const rest = capable.rest[0];
const out = {
  server: `${capable.software.name} ${capable.fhirVersion}`,
  transactions: rest.interaction.some((i) => i.code === 'transaction'),
};

const transaction = read(proposals);
if (record !== '-') out.record = (await post(read(record))).said;
const first = await post(transaction);
const second = await post(transaction);
out.first = first.said;
out.second = second.said;
out.unchanged = JSON.stringify(first.versions) === JSON.stringify(second.versions);

const mine = `urn:gravida:assessment|${transaction.id}`;
const [{resource: guidance}] = (await search('GuidanceResponse', {_tag: mine})).entry;
const subject = guidance.subject.reference;
const [, patient] = subject.split('/');
out.subject = subject;

// What a record system shows of her: one search a list.
const lists = await Promise.all([
  search('ServiceRequest', {subject, status: 'draft'}),
  search('RiskAssessment', {subject}),
  search('DetectedIssue', {patient}),
  search('Flag', {subject}),
  search('Condition', {subject, 'verification-status': 'unconfirmed,provisional,refuted'}),
  search('Observation', {subject, _tag: 'urn:gravida:origin|proposal'}),
  search('CarePlan', {subject, status: 'draft'}),
  search('GuidanceResponse', {subject}),
  search('Provenance', {_tag: mine}),
]);
for (const list of lists) for (const {resource} of list.entry) known.set(`${resource.resourceType}/${resource.id}`, resource);
Object.assign(out, await answers({resourceType: 'Bundle', type: 'searchset', entry: lists.flatMap((l) => l.entry)}, find));

// Narrower questions, whose answers only the server's index can give.
const code = (kind, r) => r.code?.coding?.find((c) => c.system === `urn:gravida:${kind}`)?.code;
const found = async (type, params, name) => (await search(type, params)).entry.map((e) => name(e.resource)).sort();
out.unconfirmed = await found('Condition', {subject, 'verification-status': 'unconfirmed'}, (r) => code('cause', r) ?? 'somebody else’s');
out.later = await found('ServiceRequest', {subject, occurrence: `sa${guidance.occurrenceDateTime}`}, (r) => code('test', r));
out.likely = await found('RiskAssessment', {subject, probability: 'ge50'}, (r) => r.method.coding[0].code);
out.ordered = await found('ServiceRequest', {subject, requisition: `urn:gravida:assessment|urn:uuid:${transaction.id}`}, (r) => r.id);
out.tagged = (await Promise.all([...new Set(transaction.entry.map((e) => e.resource.resourceType))].map((type) =>
  found(type, {_tag: mine}, (r) => r.id)))).flat().length;

// What is missing, asked of her record as it says itself.
out.asked = {};
for (const d of record === '-' ? [] : guidance.dataRequirement ?? []) {
  const params = d.type === 'Patient' ? {_id: patient} : {patient};
  for (const f of d.codeFilter ?? []) {
    params[{medication: 'code'}[f.path] ?? f.path] = f.code.map((c) => `${c.system}|${c.code}`).join(',');
  }
  out.asked[d.id] = await found(d.type, params, (r) => `${r.resourceType}/${r.id}`);
}

// Her record as the server gives it away: what was hers, and what was proposed.
if (record !== '-') {
  out.everything = {resourceType: 'Bundle', type: 'searchset', entry: []};
  let page = await client.request(`${subject}/$everything?_count=200`);
  while (page) {
    out.everything.entry.push(...page.entry);
    page = await client.nextPage({bundle: page});
  }
}

// Somebody signs an order and names a woman who came without a name; sent once
// more, the proposals take neither back.
const edit = async (resource, change) => client.update({resourceType: resource.resourceType, id: resource.id, body: {...resource, ...change}});
const [{resource: order}] = lists[0].entry;
await edit(order, {status: 'active'});
if (record === '-') await edit(await find(subject), {name: [{family: 'Wang'}]});
await post(transaction);
const since = {order: await client.read({resourceType: 'ServiceRequest', id: order.id}), woman: await client.read({resourceType: 'Patient', id: patient})};
out.signed = since.order.status;
out.named = since.woman.name?.[0].family ?? '';

// A transaction that points at nothing is refused whole.
const broken = {
  resourceType: 'Bundle', type: 'transaction', entry: [
    {request: {method: 'PUT', url: 'Basic/stray'}, resource: {resourceType: 'Basic', id: 'stray', code: {text: 'stray'}}},
    {request: {method: 'PUT', url: 'Flag/stray'}, resource: {resourceType: 'Flag', id: 'stray', status: 'active', code: {text: 'stray'}, subject: {reference: 'Patient/nobody-of-that-id'}}},
  ],
};
out.refused = await client.transaction({body: broken}).then(() => 'no', (e) => String(e.response?.status));
out.stray = (await search('Basic', {_id: 'stray'})).entry.length;

console.log(JSON.stringify(out));
