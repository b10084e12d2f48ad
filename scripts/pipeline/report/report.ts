// The report on a generation: its shape, which is also the JSON for CI.
import type { Comparison } from '../compare/change.js';
import type { FacadeWork } from '../compare/facade.js';
import type { StageTiming } from '../progress.js';
import type { StageNote } from '../stages/note.js';
import type { StaleAction } from '../stages/overlay.js';
import type { UntypedParameter } from '../stages/untyped.js';
import type { LintProblem } from '../stages/validate/validate.js';

/** One operation of the generated client. */
export interface ReportedOperation {
  /** Upper case: `POST`. */
  method: string;
  path: string;
  operationId: string;
  /** The generated class that holds it, say `MessageService`. */
  service: string;
}

/** Everything a generation found. Equal input gives an equal report, `timings` apart. */
export interface Report {
  operations: ReportedOperation[];
  untyped: UntypedParameter[];
  notes: StageNote[];
  vendorProblems: LintProblem[];
  staleActions: StaleAction[];
  comparison: Comparison;
  /** What `tigerconnect.messages` needs, or may be given, by hand. */
  facade: FacadeWork[];
  timings: StageTiming[];
}
