// Gives every request of the process to the proxy that GLOBAL_AGENT_HTTP_PROXY names.
require('global-agent').bootstrap();
