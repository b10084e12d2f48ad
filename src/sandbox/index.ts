/** The public surface of the sandbox, by name. */
export { startSandbox } from './start.js';
export type { Sandbox } from './start.js';
export type { SandboxOptions } from './options.js';
export type { Fault, FaultKind, FaultScope } from './state/fault.js';
export type {
  DeliveryState,
  OperationId,
  SandboxAccount,
  SandboxMessage,
  SandboxRequest,
  SandboxResponse,
} from './state/records.js';
export type { Clock } from '../clock.js';
