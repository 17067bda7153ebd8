import { aggregate, boolean, both, column, compare, daysBetween, either, equal, integer, isIn, isNull, isTrue, larger, localDate, not, text, when } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union } from '../relational/relation.ts';
import { MET_COLUMNS, MET_TABLE, UNASKED_COLUMNS, UNASKED_TABLE } from '../criteria/questions.ts';
import { dealColumns, dealValues, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/** The same text on so many deals was written once and copied. */
const BOILERPLATE = 10;

/** Stands where a row speaks of all gates that a deal has passed. */
export const ALL_PASSED = 'all passed gates';
/** Stands where a row speaks of the gate that an open deal stands before. */
export const CURRENT_GATE = 'current gate';

/**
 * One row per deal of new business and criterion that applies to it: is it met. `passed` where the deal has gone beyond the
 * gate of the criterion; one that decays is asked of open deals alone. One more row per open deal says whether it meets every criterion of the gates it has passed,
 * and one more says that an enforced criterion of the gate it stands before keeps it there (`blocks`).
 * `content` says of the field that is asked for whether somebody answered in it (where the criterion is met without it, it was
 * not asked), and `days_to_meet`, where the field is a day,
 * how long after the deal came to the stage. Answers are those of the snapshot: what a field held earlier, at the exit too, is not known.
 */
export const criterion: Fact = {
  name: 'criterion',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  criteria: true,
  ofToday: true,
  ahead: ['due_on'],
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    criterion: { type: 'text', needs: [] },
    met: { type: 'boolean', needs: [] },
    passed: { type: 'boolean', needs: [] },
    behind: { type: 'boolean', needs: [] },
    blocks: { type: 'boolean', needs: [] },
    field: { type: 'text', needs: [] },
    content: { type: 'text', needs: [] },
    days_to_meet: { type: 'integer', needs: [] },
    qualified: { type: 'boolean', needs: [] },
    category: { type: 'text', needs: ['Opportunity.ForecastCategoryName', 'OpportunityHistory.ForecastCategory'] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    closed_on: { type: 'date', needs: [] },
    due_on: { type: 'date', needs: ['Opportunity.CloseDate'] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
  },
  ofRecord: ['qualified', 'category', 'outcome', 'closed_on', 'due_on', 'stage', ...Object.keys(dealColumns)],
  relation({ playbook, timeZone }, deals) {
    const { entry, journey } = requireDeals(deals);
    const counted = filter(journey, column('counts'));
    const asked = join('inner', scan(MET_TABLE, MET_COLUMNS), counted, equal(column('deal_id'), column('met_deal')));
    const copied = rename(aggregated(filter(asked, not(isNull(column('said')))), ['field', 'said'], { deals: aggregate('count_distinct', column('met_deal')) }), { copied_field: 'field', copied_text: 'said', copies: 'deals' });
    const compared = join('left', asked, copied, both(equal(column('copied_field'), column('field')), equal(column('copied_text'), column('said'))));
    const reached = rename(filter(entry, column('open_stage')), { reached_deal: 'deal_id', reached_rank: 'rank', reached_at: 'entered_at' });
    const timed = join('left', compared, reached, both(equal(column('reached_deal'), column('met_deal')), equal(column('reached_rank'), column('gate_rank'))));
    const enforced = playbook.objects.flatMap(({ criteria }) => criteria.filter(({ mode }) => mode === 'enforce').map(({ id }) => id));
    const waited = daysBetween(localDate(column('reached_at'), timeZone), column('met_on'));
    const answers = extend(timed, {
      passed: isTrue(compare(column('highest_rank'), '>', column('gate_rank'))),
      behind: isTrue(compare(column('rank'), '>', column('gate_rank'))),
      blocks: both(both(isIn(column('criterion'), enforced), not(column('met'))), both(equal(column('outcome'), text('open')), isTrue(equal(column('rank'), column('gate_rank'))))),
      content: when([[isTrue(compare(column('copies'), '>=', integer(BOILERPLATE))), text('boilerplate')], [both(column('met'), equal(column('content'), text('blank'))), text(null)]], column('content')),
      // What was there when the deal came took no time.
      days_to_meet: when([[both(column('met'), not(isNull(waited))), larger(waited, integer(0))]]),
    });
    // What time alone can break says nothing of a deal that is over, and does not break a gate that was passed.
    const decaying = playbook.objects.flatMap(({ criteria }) => criteria.filter(({ decays }) => decays).map(({ id }) => id));
    const isLasting = not(isIn(column('criterion'), decaying));
    const isQualified = isTrue(compare(column('rank'), '>=', integer(Number.isFinite(playbook.qualifiedRank) ? playbook.qualifiedRank : Number.MAX_SAFE_INTEGER)));
    const row = { opportunity_id: column('deal_id'), criterion: column('criterion'), met: column('met'), passed: column('passed'), behind: column('behind'), blocks: column('blocks'), field: column('field'), content: column('content'), days_to_meet: column('days_to_meet'), qualified: isQualified, category: column('category'), outcome: column('outcome'), closed_on: column('closed_on'), due_on: column('close_date'), stage: column('stage_name'), ...dealValues };
    // An open deal stands where it is now, though it may have been further: only the gates behind it hold.
    const failing = filter(answers, both(isLasting, not(column('met')), isTrue(compare(column('rank'), '>', column('gate_rank')))));
    const failed = rename(aggregated(failing, ['deal_id'], { failed: aggregate('count') }), { failed_deal: 'deal_id', failed: 'failed' });
    const unasked = aggregated(scan(UNASKED_TABLE, UNASKED_COLUMNS), [], { first_unasked: aggregate('min', column('unasked_rank')) });
    const open = join('left', join('left', filter(counted, equal(column('outcome'), text('open'))), failed, equal(column('failed_deal'), column('deal_id'))), unasked, boolean(true));
    const isKnown = not(isTrue(compare(column('rank'), '>', column('first_unasked'))));
    const whole = project(filter(open, isKnown), { ...row, criterion: text(ALL_PASSED), met: isNull(column('failed')), passed: boolean(true), behind: boolean(true), blocks: boolean(false), field: text(null), content: text(null), days_to_meet: integer(null) });
    const blocked = filter(answers, column('blocks'));
    const atGate = rename(aggregated(blocked, ['deal_id'], { unmet: aggregate('count') }), { blocked_deal: 'deal_id', unmet: 'unmet' });
    const standing = join('inner', filter(counted, equal(column('outcome'), text('open'))), atGate, equal(column('blocked_deal'), column('deal_id')));
    const gate = project(standing, { ...row, criterion: text(CURRENT_GATE), met: boolean(false), passed: boolean(false), behind: boolean(false), blocks: boolean(true), field: text(null), content: text(null), days_to_meet: integer(null) });
    return union(union(project(filter(answers, either(isLasting, equal(column('outcome'), text('open')))), row), whole), gate);
  },
};
