// The server of all peers, in a process of its own. It checks and counts every request.
// Over IPC, { multipart } starts a count and anything else gets the count.
import { createServer } from 'node:http';

import { AUTHORIZATION, FIELDS, messageIdFor, RECIPIENT } from './request.mjs';

const ANSWER = '{"status":"ok","reply":{}}';
const TARGET = `/message/?recipient=${RECIPIENT}`;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

let multipart = false;
/** The stock client opens one for each call: they are closed after its turn, before descriptors run out. */
const opened = new Set();
let count = { requests: 0, connections: 0, wrongRequests: 0, firstProblem: '' };

/** Forms that passed: all calls of a peer send the same text, so that each is parsed once. */
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

function findProblem({ method, url, headers }, text) {
  if (method !== 'POST') return `method ${method}`;
  if (decodeURIComponent(url) !== TARGET) return `target ${url}`;
  if (headers.authorization !== AUTHORIZATION) return 'authorization';
  if (!UUID.test(headers['request-id'])) return `request-id ${headers['request-id']}`;
  const expected = multipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  if (!headers['content-type']?.startsWith(expected)) return `type ${headers['content-type']}`;
  return (multipart ? isMultipart(text) : isForm(text)) ? undefined : `form ${text}`;
}

// No time limits: only clients close connections, so that their number depends on the clients alone.
const NO_TIME_LIMITS = { keepAliveTimeout: 600_000, headersTimeout: 0, requestTimeout: 0 };

const server = createServer(NO_TIME_LIMITS, (request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const problem = findProblem(request, text);
    count.requests += 1;
    if (problem !== undefined) {
      count.wrongRequests += 1;
      count.firstProblem ||= problem;
    }
    response.writeHead(problem === undefined ? 201 : 400, {
      'Content-Type': 'application/json',
      'Content-Length': ANSWER.length,
      'TT-X-Message-Id': messageIdFor(request.headers['request-id']),
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
  const { requests, connections, wrongRequests, firstProblem } = count;
  for (const socket of opened) socket.destroy();
  opened.clear();
  if ('multipart' in asked) {
    multipart = asked.multipart;
    count = { requests: 0, connections: 0, wrongRequests: 0, firstProblem: '' };
  }
  process.send({ requests, connections, wrongRequests, firstProblem });
});
process.on('disconnect', () => process.exit());
