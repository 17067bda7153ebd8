/** What became of the amounts of won deals, by what the billing file says of their invoices. */
import { INPUTS } from '../inputs.ts';
import { aggregate, both, coalesce, column, compare, date, equal, isNull, isTrue, larger, minus, not, number, plus, smaller, text, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, type Relation } from '../relational/relation.ts';
import { dealColumns, dealValues, DEAL_NEEDS, AMOUNT_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

const NOTHING = number(0);

/**
 * A row for each deal that was won and each line that some of its amount stands in: `paid`, `overdue`, `invoiced, not due`,
 * `not invoiced`, and, below zero, `invoiced beyond the booking`. The `value` of a deal's rows adds up to its amount exactly. Money is in
 * the currency of the playbook, invoices at the rate of their day: what a rate brings stands in the last two lines.
 */
export const cash: Fact = {
  name: 'cash',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS],
  ofDeals: true,
  rowsOfMoney: 'sold',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    line: { type: 'text', needs: [] },
    value: { type: 'number', needs: [] },
    ...dealColumns,
  },
  relation({ today }, deals) {
    const sold = both(equal(column('outcome'), text('won')), not(isNull(column('rank'))), column('sold'), not(isNull(column('amount'))));
    const billed = join('left', filter(requireDeals(deals).journey, sold), invoiced(today), equal(column('billed_deal'), column('deal_id')));
    const rest = minus(column('amount'), plus(plus(of('paid'), of('overdue')), of('not_due')));
    const known = extend(billed, { rest });
    const lines: readonly (readonly [line: string, value: Expression])[] = [
      ['paid', of('paid')],
      ['overdue', of('overdue')],
      ['invoiced, not due', of('not_due')],
      ['not invoiced', larger(column('rest'), NOTHING)],
      ['invoiced beyond the booking', smaller(column('rest'), NOTHING)],
    ];
    const rows = union(...lines.map(([line, value]) => project(known, { opportunity_id: column('deal_id'), on_date: column('closed_on'), line: text(line), value, ...dealValues })));
    return filter(rows, not(equal(column('value'), NOTHING)));
  },
};

const of = (line: string): Expression => coalesce(column(line), NOTHING);

/** What was invoiced of each deal by the day: `billed_deal`, `paid`, `overdue`, `not_due`. */
function invoiced(today: string): Relation {
  const day = date(today);
  const written = filter(scan('input_billing', INPUTS.billing.columns), both(compare(column('invoice_date'), '<=', day), not(isNull(column('amount')))));
  const isPaid = isTrue(compare(column('paid_date'), '<=', day));
  const isLate = isTrue(compare(column('due_date'), '<', day));
  const sums = aggregated(written, ['opportunity_id'], {
    paid: aggregate('sum', column('amount'), isPaid),
    overdue: aggregate('sum', column('amount'), both(not(isPaid), isLate)),
    not_due: aggregate('sum', column('amount'), both(not(isPaid), not(isLate))),
  });
  return rename(sums, { billed_deal: 'opportunity_id', paid: 'paid', overdue: 'overdue', not_due: 'not_due' });
}
