/** The tests of what `src/outbox` does in an embedded database. */
import './repeatable.js';
import '../outbox/embedded.test.js';
