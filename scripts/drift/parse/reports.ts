import { childOf, childrenOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { ReportContent } from '../orgState.ts';

/** What a report counts, as far as its metadata says. */
export function reportOf(node: XmlElement): ReportContent {
  const filter = childOf(node, 'filter');
  const time = childOf(node, 'timeFrameFilter');
  const open = childrenOf(node, 'params').find((param) => textOf(param, 'name') === 'open');
  return {
    reportType: textOf(node, 'reportType'),
    dateColumn: time ? textOf(time, 'dateColumn') || null : null,
    status: open ? textOf(open, 'value') || null : null,
    filters: (filter ? childrenOf(filter, 'criteriaItems') : []).map((item) => ({ column: textOf(item, 'column'), operator: textOf(item, 'operator'), value: textOf(item, 'value') })),
    formulas: childrenOf(node, 'aggregates').filter((aggregate) => textOf(aggregate, 'isActive') !== 'false').map((aggregate) => textOf(aggregate, 'calculatedFormula')),
  };
}
