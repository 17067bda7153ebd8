import { childrenOf, flagOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { PathState } from '../orgState.ts';

export function pathOf(name: string, node: XmlElement): PathState {
  const steps = new Map(childrenOf(node, 'pathAssistantSteps').map((step) => [textOf(step, 'picklistValueName'), stepText(step)]));
  return { name, active: flagOf(node, 'active'), object: textOf(node, 'entityName'), field: textOf(node, 'fieldName'), steps };
}

/** Guidance is rich text: its words count, not its tags. */
function stepText(step: XmlElement): string {
  const names = childrenOf(step, 'fieldNames').map(({ text }) => text.trim());
  const guidance = textOf(step, 'info').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
  return [...(names.length > 0 ? [`fields ${names.join(', ')}`] : []), ...(guidance === '' ? [] : [guidance])].join('; ');
}
