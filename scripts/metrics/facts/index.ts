import { acquisition } from './acquisition.ts';
import { amountMove } from './amountMove.ts';
import { booking } from './booking.ts';
import { cash } from './cash.ts';
import { closeMove } from './closeMove.ts';
import { criterion } from './criterion.ts';
import { EXTERNAL } from './external.ts';
import type { Fact, FactName } from './fact.ts';
import { expansionWait } from './expansionWait.ts';
import { forecast } from './forecast.ts';
import { forecastMethod } from './forecastMethod.ts';
import { gateEvent } from './gateEvent.ts';
import { handoff } from './handoff.ts';
import { leadCycle } from './leadCycle.ts';
import { leadDeal } from './leadDeal.ts';
import { leadOutcome } from './leadOutcome.ts';
import { lead } from './lead.ts';
import { activity } from './activity.ts';
import { duplicate } from './duplicate.ts';
import { hygieneRule } from './hygieneRule.ts';
import { noMansLand } from './noMansLand.ts';
import { override } from './override.ts';
import { leak } from './leak.ts';
import { meeting } from './meeting.ts';
import { outcome } from './outcome.ts';
import { periodDue } from './periodDue.ts';
import { pipeline } from './pipeline.ts';
import { qualified } from './qualified.ts';
import { recurring, renewal, retention } from './recurring.ts';
import { renewalStep } from './renewalStep.ts';
import { sending } from './sending.ts';
import { stageReached } from './stageReached.ts';
import { stageTime } from './stageTime.ts';
import { stepLoss } from './stepLoss.ts';
import { termChange } from './termChange.ts';

export const FACTS: Readonly<Record<FactName, Fact>> = {
  outcome,
  stage_reached: stageReached,
  stage_time: stageTime,
  qualified,
  pipeline,
  lead,
  lead_deal: leadDeal,
  lead_outcome: leadOutcome,
  lead_cycle: leadCycle,
  meeting,
  close_move: closeMove,
  amount_move: amountMove,
  period_due: periodDue,
  forecast,
  forecast_method: forecastMethod,
  booking,
  cash,
  recurring,
  retention,
  renewal,
  renewal_step: renewalStep,
  expansion_wait: expansionWait,
  term_change: termChange,
  handoff,
  sending,
  criterion,
  hygiene: hygieneRule,
  no_mans_land: noMansLand,
  duplicate,
  override,
  activity,
  leak,
  step_loss: stepLoss,
  acquisition,
  gate_event: gateEvent,
  ...EXTERNAL,
};

export type { Fact, FactInput, FactName, StageOrder } from './fact.ts';
