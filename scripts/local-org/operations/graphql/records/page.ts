/** Arguments that page through a connection. Cursors are positions, `v1:<n>` in Base64, as Salesforce's are. */
import { RequestError } from '../errors.ts';
import type { Row } from '../context.ts';

export interface Page {
  readonly size: number;
  readonly offset: number;
}

const DEFAULT_PAGE = 10;
const MAX_PAGE = 2_000;
/** With `upperBound` the page must be a large one. */
const LEAST_BOUNDED_PAGE = 200;

export function pageOf({ first, after, upperBound }: Row): Page {
  const bounded = typeof upperBound === 'number';
  const [least, preset] = bounded ? [LEAST_BOUNDED_PAGE, LEAST_BOUNDED_PAGE] : [1, DEFAULT_PAGE];
  const size = typeof first === 'number' ? first : preset;
  if (size < least || size > MAX_PAGE) {
    throw new RequestError(`The argument first must be between ${least} and ${MAX_PAGE}${bounded ? ' with upperBound' : ''}.`, 'DataFetchingException');
  }
  const offset = typeof after === 'string' ? positionOf(after) + 1 : 0;
  if (!bounded) {
    return { size, offset };
  }
  if (upperBound < 1) {
    throw new RequestError('The argument upperBound must be a positive number.', 'DataFetchingException');
  }
  return { offset, size: Math.max(0, Math.min(size, upperBound - offset)) };
}

function positionOf(after: string): number {
  const position = /^v1:(\d{1,9})$/.exec(Buffer.from(after, 'base64').toString('utf8'))?.[1];
  if (position === undefined) {
    throw new RequestError(`The cursor ${JSON.stringify(after)} is not one of this query.`, 'DataFetchingException');
  }
  return Number(position);
}

export const cursorAt = (position: number): string => Buffer.from(`v1:${position}`).toString('base64');
