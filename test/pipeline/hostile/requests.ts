// Imports a generated client and calls each of its methods, without a network.
import { join } from 'node:path';

interface Asked {
  method: string;
  url: string;
}

type Service = Record<string, (argument: object) => unknown>;
type Client = new (config: object, request: new () => object) => Record<string, Service>;

/** What the methods ask for, as `GET /pets`. */
export async function requestsOf(directory: string): Promise<string[]> {
  const asked: string[] = [];
  class Recorder {
    request({ method, url }: Asked): Promise<void> {
      asked.push(`${method} ${url}`);
      return Promise.resolve();
    }
  }
  const { TigerConnectApi } = (await import(join(directory, 'index.ts'))) as {
    TigerConnectApi: Client;
  };
  for (const [name, service] of Object.entries(new TigerConnectApi({}, Recorder))) {
    if (name === 'request') continue;
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(service));
    for (const method of methods.filter((one) => one !== 'constructor')) service[method]?.({});
  }
  return asked;
}
