import { acquisition } from './acquisition.ts';
import type { Fact, FactName } from './fact.ts';
import { lead } from './lead.ts';
import { outcome } from './outcome.ts';
import { pipeline } from './pipeline.ts';
import { stageReached } from './stageReached.ts';

export const FACTS: Readonly<Record<FactName, Fact>> = { outcome, stage_reached: stageReached, pipeline, lead, acquisition };

export type { Fact, FactInput, FactName, StageOrder } from './fact.ts';
