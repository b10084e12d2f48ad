// The server all peers send to, in a process of its own. Checks every request and counts.
// Asked over IPC: { multipart } starts a count, anything else gets the count.
import { createServer } from 'node:http';

import { AUTHORIZATION, FIELDS, messageIdOf, RECIPIENT } from './request.mjs';

const ANSWER = '{"status":"ok","reply":{}}';
const TARGET = `/message/?recipient=${RECIPIENT}`;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

let multipart = false;
/** Of the stock client, which keeps one for each call: they are ended with its turn, or files run out. */
const opened = new Set();
let count = { requests: 0, connections: 0, faults: 0, firstFault: '' };

/** Forms that were found right: all calls of a peer send the same text, so each is read once. */
const rightForms = new Set();

function isForm(text) {
  if (rightForms.has(text)) return true;
  const sent = Object.fromEntries(new URLSearchParams(text));
  const names = Object.keys(sent).sort().join();
  const right = names === 'body,dor,ttl' && names.split(',').every((n) => sent[n] === FIELDS[n]);
  if (right) rightForms.add(text);
  return right;
}

const isMultipart = (text) =>
  Object.entries(FIELDS).every(([name, value]) =>
    text.includes(`name="${name}"\r\n\r\n${value}\r\n`),
  );

function faultOf({ method, url, headers }, text) {
  if (method !== 'POST') return `method ${method}`;
  if (decodeURIComponent(url) !== TARGET) return `target ${url}`;
  if (headers.authorization !== AUTHORIZATION) return 'authorization';
  if (!UUID.test(headers['request-id'])) return `request-id ${headers['request-id']}`;
  const expected = multipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  if (!headers['content-type']?.startsWith(expected)) return `type ${headers['content-type']}`;
  return (multipart ? isMultipart(text) : isForm(text)) ? undefined : `form ${text}`;
}

// No limits of time: connections end when a client ends them, so that their number is the clients' doing.
const patience = { keepAliveTimeout: 600_000, headersTimeout: 0, requestTimeout: 0 };

const server = createServer(patience, (request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const fault = faultOf(request, text);
    count.requests += 1;
    if (fault !== undefined) {
      count.faults += 1;
      count.firstFault ||= fault;
    }
    response.writeHead(fault === undefined ? 201 : 400, {
      'Content-Type': 'application/json',
      'Content-Length': ANSWER.length,
      'TT-X-Message-Id': messageIdOf(request.headers['request-id']),
    });
    response.end(ANSWER);
  });
});
server.on('connection', (socket) => {
  count.connections += 1;
  if (multipart) opened.add(socket);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', (asked) => {
  const { requests, connections, faults, firstFault } = count;
  for (const socket of opened) socket.destroy();
  opened.clear();
  if ('multipart' in asked) {
    multipart = asked.multipart;
    count = { requests: 0, connections: 0, faults: 0, firstFault: '' };
  }
  process.send({ requests, connections, faults, firstFault });
});
process.on('disconnect', () => process.exit());
