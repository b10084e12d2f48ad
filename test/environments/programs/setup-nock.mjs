// Answers for another server, and lets the requests to all others through.
import nock from 'nock';

nock('http://other.example').get('/').reply(200);
