import { textOf, type XmlElement } from '../../shared/xml/index.ts';

/** One chart or table of a dashboard. */
export interface DashboardPart {
  /** What people read above it: title, else header; '' where it has neither. */
  readonly title: string;
  /** `Folder/Name` of the report it shows. */
  readonly report: string;
}

/** Parts stand in a grid (`dashboardComponent`) or in three columns (`components`). */
const PARTS: ReadonlySet<string> = new Set(['dashboardComponent', 'components']);

export function dashboardParts(node: XmlElement): DashboardPart[] {
  return node.children.flatMap((child) => {
    const report = PARTS.has(child.name) ? textOf(child, 'report') : '';
    return report === '' ? dashboardParts(child) : [{ title: textOf(child, 'title') || textOf(child, 'header'), report }];
  });
}
