// Gives a server transactions and prints, a line of JSON each, what became of their
// entries.
//
//   node post.mjs BASE FILE...
import {readFileSync} from 'node:fs';
import {Client} from 'fhir-kit-client';

const [base, ...files] = process.argv.slice(2);
const client = new Client({baseUrl: base});
for (const file of files) {
  const reply = await client.transaction({body: JSON.parse(readFileSync(file, 'utf8'))});
  const said = {};
  for (const e of reply.entry) {
    const status = e.response.status.split(' ')[0];
    said[status] = (said[status] ?? 0) + 1;
  }
  console.log(JSON.stringify(said));
}
