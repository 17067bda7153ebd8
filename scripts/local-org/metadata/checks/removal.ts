/** What cannot be deleted, whoever asks: standard things, record types, and what people and records are assigned to. */
import type { Component } from '../component.ts';
import { ownerOf, partOf } from '../registry.ts';
import { STANDARD_PROFILES } from '../rows/profiles.ts';
import { decodeValue } from '../schema/recordTypes.ts';
import { childrenOf, textOf } from '../xml/element.ts';

/** Whether a record of the object has the value in the field. */
export type IsUsed = (object: string, field: string, value: string) => boolean;

const isCustomName = (name: string): boolean => /__(c|mdt)$/.test(name);

/** Wording as seen in public deployment logs. */
const standard = (component: Component): string => `The ${component.type} called '${component.fullName}' is standard and cannot be deleted`;

const assigned = (component: Component, to: string): string => `The ${component.type} called '${component.fullName}' is assigned to ${to} and cannot be deleted`;

type RemovalCheck = (component: Component, isUsed: IsUsed) => string | undefined;

const always: RemovalCheck = (component) => standard(component);

const REMOVAL_CHECKS: Readonly<Record<string, RemovalCheck>> = {
  CustomField: (component) => (isCustomName(partOf(component.fullName)) ? undefined : standard(component)),
  CustomObject: (component) => (isCustomName(component.fullName) ? undefined : standard(component)),
  LeadConvertSettings: always,
  Profile: (component, isUsed) => (Object.hasOwn(STANDARD_PROFILES, component.fullName) ? standard(component)
    : isUsed('User', 'Profile.Name', decodeValue(component.fullName)) ? assigned(component, 'users') : undefined),
  Queue: (component, isUsed) => (childrenOf(component.content, 'queueSobject').some((node) => isUsed(textOf(node, 'sobjectType') ?? '', 'OwnerId', component.id)) ? assigned(component, 'records') : undefined),
  // As an org says it: record types are deleted in Setup.
  RecordType: () => 'Cannot delete record type through API',
  Role: (component, isUsed) => (isUsed('User', 'UserRoleId', component.id) ? assigned(component, 'users') : undefined),
  Settings: always,
  StandardValueSet: always,
};

/** Why the component stays, or undefined. @param goes objects that go in the same deploy, in lower case: their parts go with them */
export function removalProblem(component: Component, isUsed: IsUsed, goes: ReadonlySet<string>): string | undefined {
  if (goes.has(ownerOf(component.fullName).toLowerCase())) return undefined;
  return Object.hasOwn(REMOVAL_CHECKS, component.type) ? REMOVAL_CHECKS[component.type]?.(component, isUsed) : undefined;
}
