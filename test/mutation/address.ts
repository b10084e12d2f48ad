/** The tests of `src/address`, as one file: loading modules for each would take longer than the tests. */
import './repeatable.js';
import '../unit/address/token.test.js';
import '../unit/address/parse.test.js';
import '../unit/address/phone.test.js';
import '../unit/address/email.test.js';
import '../unit/address/address.test.js';
import '../unit/address/properties.test.js';
import '../unit/address/corpora.test.js';
