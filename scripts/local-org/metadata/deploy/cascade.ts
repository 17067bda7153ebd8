/** What goes with a component that is removed. */
import { customMetadataType } from '../checks/customMetadata.ts';
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import { childTypeNamed, containerNameOf, layoutObject, ownerOf } from '../registry.ts';

const objectNamed = (name: string): string => keyOf('CustomObject', name);

/** Types that are no part of an object's file and yet belong to the object: which one, from the full name. */
const OWNED_BY_OBJECT: Readonly<Record<string, (fullName: string) => string>> = {
  AssignmentRule: ownerOf, AutoResponseRule: ownerOf, CustomMetadata: customMetadataType, CustomObjectTranslation: (name) => name.slice(0, Math.max(0, name.lastIndexOf('-'))),
  DuplicateRule: ownerOf, Layout: layoutObject, MatchingRule: ownerOf, QuickAction: ownerOf, SharingCriteriaRule: ownerOf, SharingGuestRule: ownerOf, SharingOwnerRule: ownerOf,
  WorkflowAlert: ownerOf, WorkflowFieldUpdate: ownerOf, WorkflowOutboundMessage: ownerOf, WorkflowRule: ownerOf, WorkflowTask: ownerOf,
};

/** Keys of the components without which this one is not there. */
function holdersOf({ type, fullName }: Component): readonly string[] {
  const child = childTypeNamed(type);
  const owner = Object.hasOwn(OWNED_BY_OBJECT, type) ? OWNED_BY_OBJECT[type]?.(fullName) : undefined;
  return [
    ...(child === undefined ? [] : [keyOf(child.parent, containerNameOf(child, fullName))]),
    ...(owner === undefined ? [] : [objectNamed(owner)]),
    ...(type === 'FlowDefinition' ? [keyOf('Flow', fullName)] : []),
  ];
}

export function cascade(current: ComponentSet, removed: readonly Component[]): Component[] {
  if (removed.length === 0) return [];
  const keys = new Set(removed.map((component) => keyOf(component.type, component.fullName)));
  return [...current.all()].filter((component) => !keys.has(keyOf(component.type, component.fullName)) && holdersOf(component).some((holder) => keys.has(holder)));
}
