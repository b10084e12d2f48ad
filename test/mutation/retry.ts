/** The tests of `src/retry`. */
import './repeatable.js';
import '../unit/retry/backoff.test.js';
import '../unit/retry/budget.test.js';
import '../unit/retry/cause.test.js';
import '../unit/retry/retry-after.test.js';
import '../http/retries.test.js';
import '../http/errors.test.js';
import '../http/redaction.test.js';
import '../http/secrets-in-causes.test.js';
import '../http/observers.test.js';
import '../http/any-operation.test.js';
import '../http/limits.test.js';
import './simulation.js';
