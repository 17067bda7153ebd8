import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';

/** List views of the playbook: which records they show, and under which name. Columns are arranged as people like. */
export function compareListViews(declared: Components, org: Components): Difference[] {
  return [...declared.listViews].flatMap(([key, view]): Difference[] => {
    const actual = org.listViews.get(key);
    const base = { id: `LIST-${view.object}-${view.name}`, object: view.object, component: view.name, changed: { kind: 'listView' as const, key }, criteria: [], touches: {}, revertible: true };
    if (actual === undefined) return [{ ...base, kind: 'list-view-missing', severity: 'low', summary: `The list "${view.label}" of ${view.object} is not in the org.`, expected: view.shows, actual: null }];
    if (view.shows !== actual.shows) return [{ ...base, kind: 'list-view-changed', severity: 'low', summary: `The list "${view.label}" of ${view.object} shows other records than the playbook says.`, expected: view.shows, actual: actual.shows }];
    if (view.label !== actual.label) return [{ ...base, kind: 'list-view-changed', severity: 'low', summary: `The list "${view.label}" of ${view.object} is called "${actual.label}".`, expected: view.label, actual: actual.label }];
    return view.columns === actual.columns ? [] : [{ ...base, kind: 'list-view-changed', severity: 'info', summary: `The list "${view.label}" of ${view.object} has other columns.`, expected: view.columns, actual: actual.columns }];
  });
}
