/** Makes ready what the tests of this folder use, where there is a PostgreSQL to run them on. */
import { installTools } from '../support/install.js';
import { postgresFolder } from '../support/postgres.js';
import { HERE } from './node.js';

if (postgresFolder() !== undefined) installTools(HERE);
