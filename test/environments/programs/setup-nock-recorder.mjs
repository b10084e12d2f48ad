// Records every request that the application makes, for a test to replay.
import nock from 'nock';

nock.recorder.rec({ dont_print: true });
