/**
 * The requests of known clients of the service, as they were seen on the wire: what a sandbox answers to each,
 * what it remarks, and what a strict one answers. Facts, without a line of those clients' code.
 */
import { GROUP, USER } from './cases.js';

/** `TOKEN` in a path or a body stands for the token of a message that was sent before. */
export interface KnownRequest {
  readonly client: string;
  readonly method: string;
  /** With the version. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  readonly strictStatus: number;
  /** A part of each remark, in order. */
  readonly warnings: readonly string[];
  /** What was kept of the message, if one was sent. */
  readonly message?: object;
  /** What is in `reply`. */
  readonly reply?: object;
}

const JSON_BODY = { 'Content-Type': 'application/json', Accept: 'application/json' };
const FORM_BODY = { 'Content-Type': 'application/x-www-form-urlencoded' };
const ID = '0b8b5c2e-36e8-4a39-8f83-5f1c3c8a9a11';
const NO_SLASH = 'the path has no slash at its end';
const NO_KEY = 'no Request-ID';
const IS_JSON = 'the body is JSON';

const multipart = (boundary: string, parts: readonly (readonly [string, string])[]): string =>
  [
    ...parts.map(([head, text]) => `--${boundary}\r\n${head}\r\n\r\n${text}\r\n`),
    `--${boundary}--\r\n`,
  ].join('');
const field = (name: string, more = '\r\nContent-type: text/plain; charset="utf-8"'): string =>
  `Content-Disposition: form-data; name="${name}"${more}`;

export const KNOWN_REQUESTS: readonly KnownRequest[] = [
  {
    client: "the vendor's SDK 13.7.0, a message",
    method: 'POST',
    path: '/v2/message?response_format=message',
    headers: { ...JSON_BODY, 'Request-ID': ID },
    body: JSON.stringify({
      body: 'Bed 12',
      recipient: 'nurse@ward.example',
      sender_organization: GROUP,
      recipient_organization: GROUP,
      data: [{ namespace: 'ward', mimetype: 'application/json', payload: '{"mrn":"12"}' }],
      dor: true,
      escalate: true,
      priority: 1,
      ttl: 60,
    }),
    status: 201,
    strictStatus: 404,
    warnings: [NO_SLASH, IS_JSON, 'response_format', 'no field escalate', 'no field priority'],
    message: {
      recipient: 'nurse@ward.example',
      body: 'Bed 12',
      data: '[{"namespace":"ward","mimetype":"application/json","payload":"{\\"mrn\\":\\"12\\"}"}]',
      ttl: 60,
      deleteOnRead: true,
      senderOrganization: GROUP,
      recipientOrganization: GROUP,
      requestId: ID,
    },
    reply: { message_id: 'TOKEN', body: 'Bed 12', dor: true, ttl: 60, status: 'New' },
  },
  {
    client: "the vendor's SDK 13.7.0, a message with an attachment",
    method: 'POST',
    path: '/v2/message?response_format=message',
    headers: {
      Accept: 'application/json',
      'Request-ID': ID,
      'Content-Type': 'multipart/form-data; boundary=pa45h2unicb1',
    },
    body: multipart('pa45h2unicb1', [
      [field('body'), 'Bed 12'],
      [field('recipient'), USER],
      [
        field(
          'data',
          '\r\nContent-type: application/json; charset="utf-8"\r\nTT-X-Namespace: ward',
        ),
        '{"mrn":"12"}',
      ],
      [
        field('data', '\r\nContent-type: application/json; charset="utf-8"\r\nTT-X-Namespace: bed'),
        '{"bed":12}',
      ],
      [field('dor'), 'true'],
      [field('ttl'), '5'],
      [field('attachment', '; filename="x.png"\r\nContent-type: image/png'), '\u0089PNG'],
    ]),
    status: 201,
    strictStatus: 404,
    warnings: [
      NO_SLASH,
      'the body is multipart',
      'the file attachment is not kept',
      'response_format',
    ],
    message: {
      recipient: USER,
      body: 'Bed 12',
      data: '[{"namespace":"ward","mimetype":"application/json","payload":"{\\"mrn\\":\\"12\\"}"},{"namespace":"bed","mimetype":"application/json","payload":"{\\"bed\\":12}"}]',
      ttl: 5,
      deleteOnRead: true,
    },
    reply: { message_id: 'TOKEN' },
  },
  {
    client: "the vendor's SDK 13.7.0, states",
    method: 'POST',
    path: '/v2/message/status',
    headers: JSON_BODY,
    body: JSON.stringify({ read: ['TOKEN'] }),
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'POST /message/status/ is not in the document', IS_JSON],
    reply: {},
  },
  {
    client: "the vendor's SDK 13.7.0, a message by its token",
    method: 'GET',
    path: '/v2/message/TOKEN',
    headers: JSON_BODY,
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'GET /message/{message_id}/ is not in the document'],
    reply: { message_id: 'TOKEN', status: 'New' },
  },
  {
    client: "the vendor's SDK 13.7.0, and relaykt, the state of a message",
    method: 'GET',
    path: '/v2/message/TOKEN/status',
    headers: JSON_BODY,
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'GET /message/{message_id}/status/ is not in the document'],
    reply: { client_id: 'TOKEN', is_recalled: false, statuses: [{ status: 'New' }] },
  },
  {
    client: "the vendor's SDK 13.7.0, typing",
    method: 'POST',
    path: '/v2/message/typing',
    headers: { ...JSON_BODY, 'TT-X-Organization-Key': GROUP },
    body: JSON.stringify({ recipient: 'nurse@ward.example' }),
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'POST /message/typing/ is not in the document', IS_JSON],
    reply: {},
  },
  {
    client: "the vendor's SDK 13.7.0, the end of typing",
    method: 'DELETE',
    path: '/v2/message/typing/nurse%40ward.example',
    headers: JSON_BODY,
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'DELETE /message/typing/{recipient}/ is not in the document'],
    reply: {},
  },
  {
    client: "the vendor's SDK 13.7.0, the end of typing for another user",
    method: 'DELETE',
    path: `/v2/message/typing/nurse%40ward.example/${USER}`,
    headers: JSON_BODY,
    status: 200,
    strictStatus: 404,
    warnings: [NO_SLASH, 'DELETE /message/typing/{recipient}/{sender}/ is not in the document'],
    reply: {},
  },
  {
    client: 'tigertext-node',
    method: 'POST',
    path: '/v2/message',
    headers: JSON_BODY,
    body: JSON.stringify({ recipient: 'nurse@ward.example', body: 'Bed 12' }),
    status: 204,
    strictStatus: 404,
    warnings: [NO_SLASH, IS_JSON, NO_KEY],
    message: { recipient: 'nurse@ward.example', body: 'Bed 12' },
  },
  {
    client: 'the Java SDK',
    method: 'POST',
    path: '/v2/message/',
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ recipient: USER, body: 'Bed 12' }),
    status: 204,
    strictStatus: 400,
    warnings: [IS_JSON, NO_KEY],
    message: { recipient: USER, body: 'Bed 12' },
  },
  {
    client: 'relaykt',
    method: 'POST',
    path: '/v2/message?response_format=message',
    headers: { ...JSON_BODY, 'TT-X-Organization-Key': GROUP },
    body: JSON.stringify({
      recipient: USER,
      body: 'Subject\n\nBed 12',
      priority: 1,
      sender_organization: GROUP,
      recipient_organization: GROUP,
    }),
    status: 201,
    strictStatus: 404,
    warnings: [NO_SLASH, IS_JSON, 'response_format', 'no field priority', NO_KEY],
    message: { recipient: USER, body: 'Subject\n\nBed 12', recipientOrganization: GROUP },
    reply: { message_id: 'TOKEN', recipient_organization: GROUP },
  },
  {
    client: 'uffda, by curl',
    method: 'POST',
    path: '/v2/message',
    headers: FORM_BODY,
    body: 'recipient=nurse@ward.example&ttl=1440&body=uffda/up: Service x is now up',
    status: 204,
    strictStatus: 404,
    warnings: [NO_SLASH, NO_KEY],
    message: { recipient: 'nurse@ward.example', ttl: 1440, body: 'uffda/up: Service x is now up' },
  },
  {
    client: 'a client of the first version',
    method: 'POST',
    path: '/v1/message',
    headers: FORM_BODY,
    body: 'recipient=%2B14155552671&body=Bed+12',
    status: 204,
    strictStatus: 404,
    warnings: ['the path begins with /v1', NO_SLASH, NO_KEY],
    message: { recipient: '+14155552671', body: 'Bed 12' },
  },
  {
    client: 'a pager in PHP',
    method: 'POST',
    path: '/v2/message',
    headers: { 'Content-Type': 'multipart/form-data; boundary=------------------------5c8' },
    body: multipart('------------------------5c8', [
      [field('recipient', ''), 'nurse@ward.example'],
      [field('body', ''), 'Bed 12'],
    ]),
    status: 204,
    strictStatus: 404,
    warnings: [NO_SLASH, 'the body is multipart', NO_KEY],
    message: { recipient: 'nurse@ward.example', body: 'Bed 12' },
  },
];
