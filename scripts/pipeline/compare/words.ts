// What the report says of each kind of change, by its id. The rules only name the id: ids are stable, for
// those who read the JSON report by a program; the words may change.

type Kind = 'added' | 'changed' | 'removed';
type Bump = 'patch' | 'minor' | 'major';

/** What happened, the release it asks for, and the two sentences; `{name}` stands for a value. */
type Words = readonly [Kind, Bump, what: string, why: string];

const ADDED = 'It was added.';
const REMOVED = 'It was removed.';
const NO_COMPILE = 'Code that names it no longer compiles.';
const REFUSED_WITHOUT = 'Requests without it were valid and are refused now.';
const ANY_FAILURE = 'Callers must expect any failure anyway.';
const OTHER_CLASS = 'Its method moves to another service class.';
const OLD_PLACE =
  'Released clients call the old place; proxy rules and test doubles know only that.';
const BUILD_FAILS = 'The build of code that uses it fails.';

export const WORDS = {
  // What nobody has to act on, and what nobody could judge.
  reworded: [
    'changed',
    'patch',
    'Its {part} was {old} and is {now} now.',
    'Only words for people differ.',
  ],
  'extensions-changed': [
    'changed',
    'patch',
    'Its extensions changed.',
    'The client does not read them.',
  ],
  rewritten: [
    'changed',
    'patch',
    'It is written in another way.',
    'Each part that differs has a rule, and by these rules it means the same.',
  ],
  'not-understood': [
    'changed',
    'major',
    'A part of it changed that has no rule: {part}.',
    'Nobody knows what this means to users: it counts as breaking until a person has looked.',
  ],

  'left-out': [
    'changed',
    'major',
    'The client leaves this out, and it changed: {what}.',
    'Nobody knows what this means to users: it counts as breaking until a person has looked.',
  ],

  'server-changed': [
    'changed',
    'major',
    'The server was {old} and is {now} now.',
    'Requests go to another place: firewalls, keys and test doubles may not know it.',
  ],
  'server-removed': [
    'removed',
    'patch',
    '{url} is no longer listed.',
    'The client calls the first.',
  ],
  'server-added': [
    'added',
    'minor',
    '{url} is listed.',
    'Callers can choose it as their base URL.',
  ],
  'security-narrowed': [
    'changed',
    'major',
    'It needed {old} and needs {now} now.',
    'Credentials that were enough are refused now.',
  ],
  'security-widened': [
    'changed',
    'minor',
    'It needed {old} and needs {now} now.',
    'The credentials that worked still work.',
  ],
  'security-unused': [
    'changed',
    'patch',
    'The credentials for all operations changed.',
    'Each operation says by itself what it needs.',
  ],
  'security-scheme-changed': [
    'changed',
    'major',
    'It works in another way now.',
    'Callers must give their credentials in another way.',
  ],
  'security-scheme-renamed': [
    'changed',
    'patch',
    'It was called {old}.',
    'Callers give the same credentials in the same way.',
  ],
  'security-scheme-added': ['added', 'minor', ADDED, 'Each operation says whether it needs it.'],
  'security-scheme-removed': [
    'removed',
    'patch',
    REMOVED,
    'Each operation says what it needs in its place.',
  ],
  'scope-added': ['added', 'minor', 'The scope {scope} is offered.', 'Callers may ask for it.'],
  'scope-removed': [
    'removed',
    'major',
    'The scope {scope} is no longer offered.',
    'Callers who ask for it are refused.',
  ],

  'operation-removed': ['removed', 'major', REMOVED, 'Nobody can call it any more.'],
  'operation-added': ['added', 'minor', ADDED, 'A new method; the others stay.'],
  'operation-moved': ['changed', 'major', 'It moved here from {old}.', OLD_PLACE],
  'operation-renamed': [
    'changed',
    'major',
    'Its operation id was {old} and is {now} now.',
    'The method that calls it has another name now.',
  ],
  'operation-tag-changed': [
    'changed',
    'major',
    'It moved from the tag {old} to {now}.',
    OTHER_CLASS,
  ],
  'operation-tag-removed': ['changed', 'major', 'It left the tag {old}.', OTHER_CLASS],
  'operation-tag-given': ['changed', 'major', 'It got the tag {now}.', OTHER_CLASS],
  'operation-tag-added': [
    'added',
    'minor',
    'It got the tag {now}.',
    'Its method is in one more service class.',
  ],
  deprecated: ['changed', 'minor', 'It is deprecated.', 'It still works; there is time to move.'],
  undeprecated: ['changed', 'patch', 'It is no longer deprecated.', 'It works as before.'],

  'input-removed': [
    'removed',
    'major',
    REMOVED,
    'Code that sets it no longer compiles, and the service may ignore or refuse it.',
  ],
  'input-moved': [
    'changed',
    'major',
    'It moved from the {old} to the {now}.',
    'Callers must pass it in another place.',
  ],
  'input-added': ['added', 'minor', ADDED, 'Calls without it stay valid.'],
  'input-added-required': [
    'added',
    'major',
    'It was added, and it is required.',
    'Calls without it were valid and are refused now.',
  ],
  'input-encoding-changed': [
    'changed',
    'major',
    'It is encoded in another way (style, explode or media type).',
    'Released clients still encode it in the old way.',
  ],
  'reserved-accepted': [
    'changed',
    'minor',
    'Reserved characters may be sent as they are.',
    'Those who escape them still may.',
  ],
  'reserved-refused': [
    'changed',
    'major',
    'Reserved characters must be escaped now.',
    'Released clients may send them as they are.',
  ],
  'empty-accepted': ['changed', 'minor', 'It may be empty now.', 'Other values stay valid.'],
  'empty-refused': [
    'changed',
    'major',
    'It may no longer be empty.',
    'Requests in which it is empty were valid and are refused now.',
  ],
  'request-required': ['changed', 'major', 'It is required now.', REFUSED_WITHOUT],
  'request-optional': [
    'changed',
    'minor',
    'It is optional now.',
    'Requests that give it stay valid.',
  ],
  'response-required': ['changed', 'minor', 'It is required now.', 'Callers can rely on it now.'],
  'response-optional': [
    'changed',
    'major',
    'It is optional now.',
    'Callers relied on it, and it can be missing now.',
  ],

  'body-added-required': [
    'added',
    'major',
    'A body is required now.',
    'Calls without one are refused now.',
  ],
  'body-added': ['added', 'minor', 'A body can be sent now.', 'Calls without one stay valid.'],
  'body-removed': [
    'removed',
    'major',
    'A body is no longer accepted.',
    'Code that passes one no longer compiles.',
  ],
  'body-type-removed': [
    'removed',
    'major',
    'It can no longer be sent as {type}.',
    'Released clients may send it so, and the service can refuse it.',
  ],
  'body-type-added': ['added', 'minor', 'It can be sent as {type}.', 'The other ways still work.'],

  'success-removed': [
    'removed',
    'major',
    REMOVED,
    'Callers rely on this response, and its content is no longer in the types.',
  ],
  'failure-removed-with-headers': [
    'removed',
    'major',
    'It was removed, and its headers with it.',
    'Callers may read its headers, which are no longer documented.',
  ],
  'failure-removed': ['removed', 'patch', REMOVED, ANY_FAILURE],
  'failure-added': ['added', 'minor', ADDED, ANY_FAILURE],
  'success-added': ['added', 'minor', ADDED, 'It carries nothing that callers do not expect.'],
  'success-added-unexpected': ['added', 'major', ADDED, 'Callers do not expect its content.'],
  'header-removed': [
    'removed',
    'major',
    REMOVED,
    'Callers may read it, and it is no longer documented.',
  ],
  'header-added': ['added', 'minor', ADDED, 'Callers may read it.'],
  'header-encoding-changed': [
    'changed',
    'major',
    'It is written in another way (style, explode or media type).',
    'Callers who take it apart expect the old way.',
  ],
  'content-removed': [
    'removed',
    'major',
    'It no longer carries {type}.',
    'Callers may read this content.',
  ],
  'content-added': [
    'added',
    'minor',
    'It can carry {type}.',
    'Callers who do not read it lose nothing.',
  ],

  'schema-removed': ['removed', 'major', REMOVED, 'Code that names its type no longer compiles.'],
  'schema-added': ['added', 'minor', ADDED, 'A new type; the others stay.'],
  'schema-unused': ['changed', 'patch', 'It changed.', 'No operation sends or receives it.'],
  'request-property-removed': [
    'removed',
    'major',
    REMOVED,
    'Code that sets it no longer compiles, and the service may ignore or refuse it.',
  ],
  'response-property-removed': [
    'removed',
    'major',
    REMOVED,
    'Code that reads it no longer compiles, and finds nothing there.',
  ],
  'property-added': ['added', 'minor', ADDED, 'Callers who do not know it need not change.'],
  'request-property-added-required': [
    'added',
    'major',
    'It was added, and it is required.',
    REFUSED_WITHOUT,
  ],
  'default-changed': [
    'changed',
    'minor',
    'The default was {old} and is {now} now.',
    'Callers who leave it out get the new default; their requests stay valid.',
  ],
  'format-hint-changed': [
    'changed',
    'patch',
    'Its format was {old} and is {now} now.',
    'The values stay the same.',
  ],

  'wire-changed': [
    'changed',
    'major',
    'Its {what} was {old} and is {now} now.',
    'Code that compiles as before now sends or receives something else.',
  ],

  'typescript-removed': ['removed', 'major', REMOVED, NO_COMPILE],
  'typescript-method-removed': [
    'removed',
    'major',
    REMOVED,
    'Code that calls it no longer compiles.',
  ],
  'typescript-calls': [
    'changed',
    'major',
    'Calls that compiled may not compile now: {reasons}.',
    BUILD_FAILS,
  ],
  'typescript-results': [
    'changed',
    'major',
    'Code that uses the result may not compile now: {reasons}.',
    BUILD_FAILS,
  ],
  'typescript-model': [
    'changed',
    'major',
    'Code that uses it may not compile now: {reasons}.',
    BUILD_FAILS,
  ],
  'typescript-compatible': [
    'changed',
    'patch',
    'The code of {files} changed.',
    'All code that compiled before still does.',
  ],
} as const satisfies Readonly<Record<string, Words>>;

/** Changes of a schema that may be harmless or not, by the direction in which the values travel. */
export const SCHEMA_WORDS = {
  'type-changed': ['changed', 'Its type was {old} and is {now} now.'],
  'values-opened': ['changed', 'Any value is possible now.'],
  'values-closed': ['changed', 'Only these values are possible now: {now}.'],
  'values-removed': ['removed', '{values} removed.'],
  'values-added': ['added', '{values} added.'],
  'format-changed': ['changed', 'Its format was {old} and is {now} now.'],
  'limit-changed': ['changed', '{keyword} was {old} and is {now} now.'],
  'additional-refused': ['changed', 'Additional properties are refused now.'],
  'additional-possible': ['changed', 'Additional properties are possible now.'],
  'alternative-removed': ['removed', '{name} was removed.'],
  'alternative-added': ['added', '{name} was added.'],
  'alternatives-exclusive': ['changed', 'Only one of its alternatives may fit now.'],
  'alternatives-inclusive': ['changed', 'Several of its alternatives may fit now.'],
  'discriminator-added': ['added', 'The property {now} tells its alternatives apart now.'],
  'discriminator-removed': [
    'removed',
    'The property {old} no longer tells its alternatives apart.',
  ],
  'discriminator-changed': [
    'changed',
    'The property {now} tells its alternatives apart now, no longer {old}.',
  ],
  'discriminator-value-removed': ['removed', 'The discriminator value {value} was removed.'],
  'discriminator-value-added': ['added', 'The discriminator value {value} was added.'],
  'discriminator-value-changed': [
    'changed',
    'The discriminator value {value} means another schema.',
  ],
} as const satisfies Readonly<Record<string, readonly [Kind, what: string]>>;

/** The reasons for the judgement of these. */
export const JUDGEMENTS = {
  request: {
    harmless: ['minor', 'Everything accepted before is still accepted.'],
    harmful: ['major', 'Values that were accepted can be refused now.'],
  },
  response: {
    harmless: ['patch', 'Responses hold nothing that callers do not already expect.'],
    harmful: ['major', 'Responses can hold values that callers do not expect.'],
  },
} as const;
