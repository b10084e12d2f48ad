/** The tests of `src/messages`. */
import './repeatable.js';
import '../unit/messages/data.test.js';
import '../http/arguments.test.js';
import '../http/wire-format.test.js';
import '../http/answers.test.js';
import '../http/typing-session.test.js';
import '../http/send-many.test.js';
import '../http/with-options.test.js';
import '../http/observers.test.js';
import '../http/send-many-source.test.js';
import '../http/send-many-outcomes.test.js';
import '../http/retries.test.js';
import '../simulation/regressions/abort-after-leaving.test.js';
