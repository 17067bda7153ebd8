/**
 * Keeps pages of other origins out: a web page may resolve its own name to 127.0.0.1 (DNS rebinding) and a
 * browser would then let it talk to this port. Only requests that name this address are answered.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { foreignCaller } from './errors.ts';
import type { Reply } from './operation.ts';

/** The refusal, or null when the caller named this address. */
export function refuseForeign(headers: IncomingHttpHeaders, port: number): Reply | null {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  if (port === 80) {
    hosts.add('127.0.0.1').add('localhost');
  }
  if (headers.host === undefined || !hosts.has(headers.host.toLowerCase())) {
    return foreignCaller('Host');
  }
  const { origin } = headers;
  if (origin !== undefined && !(origin.startsWith('http://') && hosts.has(origin.slice('http://'.length).toLowerCase()))) {
    return foreignCaller('Origin');
  }
  return null;
}
