import { budgets } from './budgets.ts';
import { cadences } from './cadences.ts';
import { calendar } from './calendar.ts';
import type { Check } from './check.ts';
import { circularFormulas } from './circularFormulas.ts';
import { criterionAsks } from './criterionAsks.ts';
import { criterionFields } from './criterionFields.ts';
import { experiments } from './experiments.ts';
import { fieldDefinitions } from './fieldDefinitions.ts';
import { fieldsToGo } from './fieldsToGo.ts';
import { formulas } from './formulas.ts';
import { handoffs } from './handoffs.ts';
import { jointOwners } from './jointOwners.ts';
import { knownStages } from './knownStages.ts';
import { lossReasons } from './lossReasons.ts';
import { messages } from './messages.ts';
import { metricColumns, metricFormulas } from './metricColumns.ts';
import { owned } from './owned.ts';
import { practiceFields } from './practiceFields.ts';
import { qualifiedStage } from './qualifiedStage.ts';
import { reopening } from './reopening.ts';
import { reviewsDue } from './reviewsDue.ts';
import { ruleNames } from './ruleNames.ts';
import { segments } from './segments.ts';
import { stageActions } from './stageActions.ts';
import { stageRanks } from './stageRanks.ts';
import { translations } from './translations.ts';
import { uniqueIds } from './uniqueIds.ts';

/** Every rule a playbook is held to. The names are the specification. */
export const CHECKS: readonly Check[] = [
  uniqueIds, stageRanks, knownStages, qualifiedStage, reopening,
  criterionAsks, criterionFields, owned, messages, ruleNames,
  fieldDefinitions, fieldsToGo, formulas, circularFormulas,
  calendar, segments, lossReasons, handoffs, practiceFields, cadences, experiments,
  metricColumns, metricFormulas, jointOwners, stageActions, budgets, reviewsDue, translations,
];
