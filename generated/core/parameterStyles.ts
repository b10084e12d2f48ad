/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
export type ParameterStyle = 'csv' | 'ssv' | 'tsv' | 'pipes' | 'json';

/** How a list or object travels where it is not by repeating the key: by operation, place and wire name. */
export const parameterStyles: Readonly<
  Record<
    string,
    Readonly<
      Partial<
        Record<'path' | 'query' | 'headers' | 'formData', Readonly<Record<string, ParameterStyle>>>
      >
    >
  >
> = {};
