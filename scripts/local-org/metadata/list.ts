/** listMetadata: one line per component. */
import type { Component, ComponentSet } from './component.ts';
import type { DeployEnvironment } from './deploy/deploy.ts';
import { requireType } from './read.ts';
import { CHILD_TYPES, containerNameOf, EMPTY_TYPES, fileNameOf, FOLDER_TYPES, typeNamed } from './registry.ts';
import { settingsNames } from './standardComponents.ts';
import type { FileProperties } from './types.ts';

type ListEnvironment = Pick<DeployEnvironment, 'state' | 'userName' | 'engine'>;

/** Components of the org itself were never created by anybody: the epoch, as an org answers. */
const EPOCH = '1970-01-01T00:00:00.000Z';

export function fileProperties(component: Component, userName: (id: string) => string): FileProperties {
  return {
    type: component.type,
    fullName: component.fullName,
    fileName: component.fileName,
    id: component.id,
    namespacePrefix: '',
    manageableState: 'unmanaged',
    createdById: component.createdById,
    createdByName: userName(component.createdById),
    createdDate: component.createdDate,
    lastModifiedById: component.lastModifiedById,
    lastModifiedByName: userName(component.lastModifiedById),
    lastModifiedDate: component.lastModifiedDate,
  };
}

/** A component that was never deployed: standard objects, settings, value sets. */
export function standardProperties(type: string, fullName: string): FileProperties {
  return {
    type, fullName, fileName: fileNameOf(type, fullName), id: '', namespacePrefix: '', manageableState: 'unmanaged',
    createdById: '', createdByName: '', createdDate: EPOCH, lastModifiedById: '', lastModifiedByName: '', lastModifiedDate: EPOCH,
  };
}

/** Files that nobody deployed as such: their parts are there. */
function filesOfParts(components: ComponentSet, type: string): readonly string[] {
  const children = CHILD_TYPES.filter((child) => child.parent === type);
  return [...new Set(children.flatMap((child) => components.ofType(child.xmlName).map((part) => containerNameOf(child, part.fullName))))];
}

function undeployed(environment: ListEnvironment, type: string): FileProperties[] {
  const { components, schema } = environment.state;
  const names = type === 'CustomObject' ? schema.objects.filter((object) => object.kind === 'standard').map((object) => object.apiName)
    : type === 'Settings' ? settingsNames() : filesOfParts(components, type);
  return names.filter((name) => !components.has(type, name)).map((name) => standardProperties(type, name));
}

/** @throws OrgError INVALID_TYPE */
export function listComponents(environment: ListEnvironment, type: string): FileProperties[] {
  if (EMPTY_TYPES.has(type)) return [];
  requireType(type);
  if (typeNamed(type)?.wildcard === false) return [];
  const stored = environment.state.components.ofType(type).map((component) => fileProperties(component, environment.userName));
  const named = FOLDER_TYPES[type] === undefined ? stored : stored.map((file) => ({ ...file, fileName: fileNameOf(type, file.fullName).replace(/-meta\.xml$/, '') }));
  return [...named, ...undeployed(environment, type)];
}
