/** The tests of what `src/outbox` does in a database; first those that say soonest that something is wrong. */
import './repeatable.js';
import '../outbox/start.test.js';
import '../outbox/connections.test.js';
import '../outbox/manage.test.js';
import '../outbox/model.test.js';
import '../outbox/control.test.js';
import '../outbox/type-parsers.test.js';
import '../outbox/privacy.test.js';
import '../outbox/enqueue.test.js';
import '../outbox/lost-answers.test.js';
import '../outbox/queue.test.js';
import '../outbox/ordering.test.js';
import '../outbox/embedded.test.js';
