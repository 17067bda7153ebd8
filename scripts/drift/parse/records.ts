import { childOf, childrenOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { RecordState } from '../orgState.ts';

export function recordOf(fullName: string, node: XmlElement): RecordState {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const entry of childrenOf(node, 'values')) {
    const value = childOf(entry, 'value');
    values[textOf(entry, 'field')] = value === undefined || value.attributes?.get('nil') === 'true' ? '' : value.text.trim();
  }
  return { fullName, values: { ...values } };
}
