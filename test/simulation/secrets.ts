/** What must never be shown: each recipient, text and credential of a history holds one of these. */
export const SECRET = { key: 'zqkey', secret: 's3cr/et+' };

export const RECIPIENT = 'zqnurse';
export const TEXT = 'zqtext';
export const DATA = 'zqdata';

/** Base64 begins with the same letters as long as the text does. */
const BASIC = Buffer.from(SECRET.key).toString('base64').slice(0, 6);

export const HOLDS_SECRET = new RegExp(
  [RECIPIENT, TEXT, DATA, SECRET.key, SECRET.secret.slice(0, 6), BASIC].join('|'),
);
