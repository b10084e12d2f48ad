/** The tests of what `src/outbox` does in a database; first those that need no waiting. */
import './repeatable.js';
import '../outbox/model.test.js';
import '../outbox/manage.test.js';
import '../outbox/privacy.test.js';
import '../outbox/enqueue.test.js';
import '../outbox/queue.test.js';
import '../outbox/ordering.test.js';
