import type { How } from '../types.ts';

/** How a record came to break a criterion, for people. */
export const HOW: Readonly<Record<How, string>> = {
  bypass: 'saved by a holder of a bypass permission',
  hole: 'came through a way without rules',
  legacy: 'was there before the criterion took effect',
  unknown: '',
};
