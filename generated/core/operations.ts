/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
/** What the call of an operation does not say, by method and path; inputs as place and name on the wire. */
export const operations: Readonly<
  Record<
    string,
    Readonly<{
      /** What must be given, with the name that users give it by. */
      required?: Readonly<Record<string, string>>;
      /** What else users give by another name than on the wire. */
      renamed?: Readonly<Record<string, string>>;
      /** Whether a repeat that is told "accepted before", without a result, fails. */
      needsResult?: true;
    }>
  >
> = {
  'POST /message/': {
    required: { formData: 'formData', 'formData body': 'formData.body' },
    renamed: { 'headers Request-ID': 'requestId' },
  },
  'PUT /message/status/': { required: { formData: 'formData' } },
  'GET /message/typing/': { required: { 'query recipient': 'recipient' } },
};
