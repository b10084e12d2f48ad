/** What an empty page teaches, to be copied: the environment, a curl command, and a program. Pure. */

/** The environment of a client of this sandbox. */
export const environment = (url: string): string =>
  [
    `export TIGERCONNECT_BASE_URL=${url}`,
    'export TIGERCONNECT_API_KEY=sandbox-key',
    'export TIGERCONNECT_API_SECRET=sandbox-secret',
  ].join('\n');

export const curlCommand = (url: string): string =>
  [
    'curl -i -u sandbox-key:sandbox-secret \\',
    "  -H 'Request-ID: 5539cc33-b372-48dc-b741-1a674875ce10' \\",
    "  --data-urlencode 'body=Bed 12: potassium 6.8' \\",
    `  '${url}/message/?recipient=nurse%40ward.example'`,
  ].join('\n');

export const PROGRAM = [
  "import { TigerConnect } from 'tigerconnect-messages';",
  'const { messages } = new TigerConnect(); // takes what is exported above',
  "await messages.send({ to: 'nurse@ward.example', body: 'Bed 12: potassium 6.8' });",
].join('\n');
