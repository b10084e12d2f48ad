/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
export type { TigerConnectApi } from './TigerConnectApi.js';
export type { MessageService } from './services/MessageService.js';
