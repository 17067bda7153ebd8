/** A flow definition says which version is active. A flow has one version here, so its definition switches it on or off. */
import type { Component, ComponentSet } from '../component.ts';
import { element, numberOf, textOf, withChild } from '../xml/element.ts';
import type { AdjustedComponent } from './prune.ts';

const isOn = (flow: Component): boolean => textOf(flow.content, 'status') === 'Active';
const wantsOn = (definition: Component): boolean => (numberOf(definition.content, 'activeVersionNumber') ?? 0) > 0;

/**
 * Flows that deployed definitions switch, and stored definitions that deployed flows make untrue.
 * @param deployed what this deploy brings
 */
export function switchFlows(components: ComponentSet, deployed: readonly Component[]): AdjustedComponent[] {
  const named = new Set(deployed.filter(({ type }) => type === 'FlowDefinition').map(({ fullName }) => fullName.toLowerCase()));
  return deployed.flatMap(({ type, fullName }): AdjustedComponent[] => {
    const flow = components.get('Flow', fullName);
    const definition = components.get('FlowDefinition', fullName);
    if (flow === undefined || definition === undefined || isOn(flow) === wantsOn(definition)) return [];
    // What a version is called that was switched off (Metadata API, Flow, `status`).
    if (type === 'FlowDefinition') return [{ before: flow, after: { ...flow, content: withChild(flow.content, element('status', wantsOn(definition) ? 'Active' : 'Obsolete')) } }];
    if (type !== 'Flow' || named.has(fullName.toLowerCase())) return [];
    return [{ before: definition, after: { ...definition, content: withChild(definition.content, element('activeVersionNumber', isOn(flow) ? '1' : '0')) } }];
  });
}
