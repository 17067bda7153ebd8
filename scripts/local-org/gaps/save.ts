import type { GapArea } from './gap.ts';

export const saveGaps: GapArea = {
  area: 'Saving records',
  gaps: [],
};
