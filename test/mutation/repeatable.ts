/** Makes property tests the same for each mutant. What fails need not be made small. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 1, endOnFailure: true });
