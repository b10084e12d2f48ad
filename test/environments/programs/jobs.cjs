// Sends as each job says, and tells the outcomes as JSON can hold them. Runs in every environment.

/**
 * @param sdk the exports of the package
 * @param jobs each `{ name, baseUrl, to, body, ttl?, options?, transport? }`
 * @param transports the client's options for each transport that a job may name
 */
exports.runJobs = async function runJobs(sdk, jobs, transports = {}) {
  const outcomes = await Promise.all(jobs.map((job) => runJob(sdk, job, transports)));
  return Object.fromEntries(jobs.map(({ name }, index) => [name, outcomes[index]]));
};

async function runJob(sdk, job, transports) {
  try {
    const { to, body, ttl, baseUrl, transport = 'default', options } = job;
    const tigerconnect = new sdk.TigerConnect({
      apiKey: 'key',
      apiSecret: 'secret',
      baseUrl,
      // No wait between attempts.
      random: () => 0,
      ...(transport === 'default' ? {} : transports[transport]()),
      ...options,
    });
    const address = to.startsWith('+') ? sdk.phone(to) : to;
    return { ...(await tigerconnect.messages.send({ to: address, body, ttl })) };
  } catch (error) {
    return exports.describeError(sdk, error);
  }
}

/** What a caller can tell an error by. */
exports.describeError = function describeError(sdk, error) {
  const { name, code, delivery, attempts, requestId, message, status } = error;
  const errors = Object.keys(sdk).filter((key) => /Error$/.test(key) && error instanceof sdk[key]);
  return { errors: errors.sort(), name, code, delivery, attempts, requestId, message, status };
};
