// The rules for a document as a whole: what it is, where it is, and the names of its operations.
import { describeRule, withOperation } from './rule-cases.js';

describeRule('shapes', [
  {
    title: 'takes what is written a little differently as it is meant',
    before: {
      info: { version: 1.5 },
      paths: { '/a': { GET: { tags: 'x', deprecated: 'true' } } },
    },
    after: {
      info: { version: '1.5' },
      paths: { '/a': { get: { tags: ['x'], deprecated: true } } },
    },
    notes: [/version: 1\.5 is taken as "1\.5"/, /called "get"/, /tags: "x"/, /deprecated: "true"/],
  },
  {
    title: 'keeps what does not belong as an extension',
    before: { info: {}, definitions: { A: { id: 'a', items: 5 } }, servers: 'many' },
    after: {
      info: {},
      definitions: { A: { 'x-kept-id': 'a', 'x-kept-items': 5 } },
      'x-kept-servers': 'many',
    },
    notes: [/id: has no meaning here/, /items: .*"x-kept-items"/, /servers: has no meaning/],
  },
  {
    title: 'leaves extensions alone, but for those that the converter would stumble over',
    before: {
      'x-any': { thing: [null] },
      definitions: { A: { 'x-nullable': 'maybe', 'x-oneOf': 5 } },
    },
    after: {
      'x-any': { thing: [null] },
      definitions: { A: { 'x-kept-nullable': 'maybe', 'x-kept-oneOf': 5 } },
    },
    notes: [/x-nullable: has no meaning/, /x-oneOf: has no meaning/],
  },
  {
    title: 'takes a map of parameters for a list, a word for a type, and nothing for nothing',
    before: {
      paths: { '/a': { get: { parameters: { a: { in: 'query' } }, summary: null } } },
      definitions: { A: 'string' },
    },
    after: {
      paths: { '/a': { get: { parameters: [{ in: 'query' }] } } },
      definitions: { A: { type: 'string' } },
    },
    notes: [/is a map; its values/, /"string" is taken as \{"type":"string"\}/],
  },

  {
    title: 'keep their words',
    before: {
      'x-a': [{ $ref: '#/no' }],
      definitions: {
        A: { example: { $ref: '#/no' }, properties: { example: { $ref: '#/definitions/A' } } },
      },
    },
    after: {
      'x-a': [{ 'x-ref': '#/no' }],
      definitions: {
        A: { example: { 'x-ref': '#/no' }, properties: { example: { $ref: '#/definitions/A' } } },
      },
    },
    notes: [/x-a: a "\$ref" that is no reference/, /example: a "\$ref"/],
  },
]);

describeRule('information', [
  {
    title: 'gives a title of one line and a version',
    before: { info: { title: 'Pets\n  and more\n' }, paths: {} },
    after: { swagger: '2.0', info: { title: 'Pets and more', version: '0' }, paths: {} },
    notes: [
      /title: "Pets\\n {2}and more\\n" is taken as "Pets and more"/,
      /version: null is taken as "0"/,
    ],
  },
]);

describeRule('paths', [
  {
    title: 'puts a slash in front and a name into every brace',
    before: { paths: { 'pets/{ id }/{}': {}, 'x-odd': 1 } },
    after: { paths: { '/pets/{id}/{parameter1}': {} }, 'x-kept-paths': { 'x-odd': 1 } },
    notes: [/is called "\/pets\/\{id\}\/\{parameter1\}"/, /x-odd: is no path/],
  },
  {
    title: 'makes one of two spellings of a path',
    before: { paths: { '/pets': { get: { summary: 'first' } }, pets: { get: {}, put: {} } } },
    after: { paths: { '/pets': { get: { summary: 'first' }, put: {} } } },
    notes: [/is called "\/pets"/, /dropped the operation GET of a second spelling/],
  },
]);

describeRule('hosts', [
  {
    title: 'takes a URL apart that stands for a host',
    before: { host: 'https://api.example/v1/', basePath: 'x/' },
    after: { host: 'api.example', basePath: '/v1/x', schemes: ['https'] },
    notes: [/"https:\/\/api\.example\/v1\/" is taken as/],
  },
  {
    title: 'takes https where no scheme is said, and puts it before http',
    before: { host: 'api.example' },
    after: { host: 'api.example', schemes: ['https'] },
    notes: [/\[\] is taken as \["https"\]/],
  },
  {
    title: 'leaves a proper place alone',
    before: { host: 'api.example:80', basePath: '/v2/', schemes: ['http'] },
    after: { host: 'api.example:80', basePath: '/v2', schemes: ['http'] },
    notes: [],
  },
]);

describeRule('securities', [
  {
    title: 'completes each kind and sets the others aside',
    before: {
      securityDefinitions: {
        a: { type: 'Basic', name: 'x' },
        b: { type: 'apiKey' },
        'c d': { type: 'oauth2', flow: 'accesscode', tokenUrl: '/t' },
        e: { type: 'magic' },
      },
      security: [{ a: [] }, { e: [] }, 'c d'],
    },
    after: {
      securityDefinitions: {
        a: { type: 'basic' },
        b: { type: 'apiKey', in: 'header', name: 'Authorization' },
        CD: {
          type: 'oauth2',
          flow: 'accessCode',
          tokenUrl: '/t',
          authorizationUrl: '/',
          scopes: {},
        },
      },
      'x-kept-securityDefinitions': { e: { type: 'magic' } },
      security: [{ a: [] }, { CD: [] }],
    },
    notes: [
      /kind "Basic"/,
      /the key is/,
      /the flow/,
      /no authorizationUrl/,
      /called "CD"/,
      /of no kind/,
      /dropped the requirement/,
    ],
  },
]);

describeRule('tag-list', [
  {
    title: 'has each tag once and by name',
    before: { tags: [{ name: 'a' }, { name: 'a ' }, {}] },
    after: { tags: [{ name: 'a' }] },
    notes: [/a second "a"/, /without a name/],
  },
]);

describeRule('tags', [
  {
    title: 'takes the first tag that gives a name',
    before: withOperation({ tags: ['', '1', 'Pets', 'Toys'] }),
    after: withOperation({ tags: ['Pets'] }),
    notes: [/the tags \["","1","Pets","Toys"\] became "Pets"/],
  },
  {
    title: 'else the first segment of the path that does',
    before: withOperation({ tags: ['1'] }, '/{id}/2/toys'),
    after: withOperation({ tags: ['toys'] }, '/{id}/2/toys'),
    notes: [/became "toys"/],
  },
  {
    title: 'gives one class one spelling, and not that of a member of the client',
    before: {
      paths: {
        '/a': { get: { tags: ['Pet'] }, put: { tags: ['pet'] }, post: { tags: ['Request'] } },
      },
    },
    after: {
      paths: {
        '/a': {
          get: { tags: ['Pet'] },
          put: { tags: ['Pet'] },
          post: { tags: ['Request operations'] },
        },
      },
    },
    notes: [/became "Pet"/, /became "Request operations"/],
  },
]);

describeRule('operation-ids', [
  {
    title: 'names an operation by its method and path, parameters included',
    before: withOperation({}, '/pets/{petId}/toys'),
    after: withOperation({ operationId: 'getPetsByPetIdToys' }, '/pets/{petId}/toys'),
    notes: [/has no id; it is called "getPetsByPetIdToys"/],
  },
  {
    title: 'lets the first of two keep a name, however it is written',
    before: {
      paths: { '/a': { get: { operationId: 'list_a' }, put: { operationId: 'listA' } } },
    },
    after: { paths: { '/a': { get: { operationId: 'list_a' }, put: { operationId: 'putA' } } } },
    notes: [/taken or no name, "listA"; it is called "putA"/],
  },
]);
