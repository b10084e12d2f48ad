/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
export type ApiRequestOptions = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH';
  readonly url: string;
  readonly path?: Record<string, unknown> | undefined;
  readonly cookies?: Record<string, unknown> | undefined;
  readonly headers?: Record<string, unknown> | undefined;
  readonly query?: Record<string, unknown> | undefined;
  readonly formData?: Record<string, unknown> | undefined;
  readonly body?: unknown | undefined;
  readonly mediaType?: string | undefined;
  readonly responseHeader?: string | undefined;
  readonly errors?: Record<number, string> | undefined;
};
