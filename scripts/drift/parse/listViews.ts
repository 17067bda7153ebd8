import { childrenOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { ListViewState } from '../orgState.ts';

export function listViewOf(object: string, node: XmlElement): ListViewState {
  const filters = childrenOf(node, 'filters').map((filter) => `${textOf(filter, 'field')} ${textOf(filter, 'operation')} ${valuesOf(textOf(filter, 'value'))}`);
  const logic = textOf(node, 'booleanFilter').replace(/\s+/g, ' ').toUpperCase();
  return {
    object,
    name: textOf(node, 'fullName'),
    label: textOf(node, 'label'),
    // Without logic all of them have to hold, in whatever order they stand.
    shows: [textOf(node, 'filterScope'), ...(logic === '' ? filters.toSorted() : [logic, ...filters])].join('; '),
    columns: childrenOf(node, 'columns').map(({ text }) => text.trim()).join(', '),
  };
}

/** A list of values means the same in any order. */
function valuesOf(text: string): string {
  return text.split(',').map((value) => value.trim()).toSorted().join(',');
}
