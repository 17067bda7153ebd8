/** Every gap of the local org, by area, in the order the reference prints them. */
import { apisGaps } from './apis.ts';
import { flowsGaps } from './flows.ts';
import { formulasGaps } from './formulas.ts';
import type { GapArea } from './gap.ts';
import { metadataGaps } from './metadata.ts';
import { queriesGaps } from './queries.ts';
import { saveGaps } from './save.ts';
import { uiApiGaps } from './uiApi.ts';

export type { Gap, GapArea } from './gap.ts';

export const GAP_AREAS: readonly GapArea[] = [apisGaps, queriesGaps, saveGaps, flowsGaps, formulasGaps, uiApiGaps, metadataGaps];
