/**
 * A hook around every request, for tests that make the org fail: answer something else, answer late, cut the
 * line. Without middleware nothing is between the server and the operations.
 */
import type { ServerResponse } from 'node:http';
import type { Request } from './dispatch.ts';
import type { Reply } from './operation.ts';

/** @returns the reply to send, or null when the middleware has dealt with `response` itself (written to it, destroyed it) */
export type Middleware = (request: Request, next: () => Promise<Reply>, response: ServerResponse) => Promise<Reply | null>;

export function compose(middleware: readonly Middleware[], last: (request: Request) => Promise<Reply>): (request: Request, response: ServerResponse) => Promise<Reply | null> {
  return (request, response) => {
    const step = async (index: number): Promise<Reply | null> => {
      const current = middleware[index];
      if (current === undefined) {
        return last(request);
      }
      let silenced = false;
      const reply = await current(request, async () => {
        const inner = await step(index + 1);
        silenced = inner === null;
        return inner ?? { status: 500 };
      }, response);
      return silenced ? null : reply;
    };
    return step(0);
  };
}
