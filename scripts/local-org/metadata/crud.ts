/** createMetadata, updateMetadata, upsertMetadata, deleteMetadata: each component is a deploy of its own. */
import { keyOf } from './component.ts';
import { applyPlan, type DeployEnvironment } from './deploy/deploy.ts';
import { planDeploy, type PlanInput } from './deploy/plan.ts';
import { checkElements } from './elements/index.ts';
import { decompose } from './package/incoming.ts';
import { incomingFromNode, type PackageContent, type Removal } from './package/read.ts';
import { problem, type Problem } from './problem.ts';
import { requireType } from './read.ts';
import { childTypeNamed, elementTypeOf, fileNameOf, typeNamed } from './registry.ts';
import type { MetadataItem, MetadataSaveResult } from './types.ts';
import type { Session } from '../engine/types.ts';
import { element, textOf, type XmlElement } from './xml/element.ts';

export type CrudMode = 'create' | 'update' | 'upsert';

const failed = (fullName: string, statusCode: string, message: string): MetadataSaveResult => ({ fullName, success: false, created: false, errors: [{ statusCode, message }] });

function planInput(environment: DeployEnvironment, session: Session): PlanInput {
  const { state, standardObjects, limits, userId, data } = environment;
  return { standardObjects, current: state.components, schema: state.schema, limits, userId, data, stamp: environment.stamp(session) };
}

/** Applies, or gives the problems. */
function run(environment: DeployEnvironment, session: Session, content: PackageContent): readonly Problem[] {
  const input = planInput(environment, session);
  const plan = planDeploy(content, input);
  const problems = [...content.problems, ...plan.problems];
  if (problems.length === 0) applyPlan(environment, plan, session, input.stamp.at);
  return problems;
}

/** Parts and components with a file of their own name themselves in a package by path, in a call by `fullName`. */
function withoutName(type: string, content: XmlElement): XmlElement {
  return childTypeNamed(type) === undefined ? { ...content, children: content.children.filter((child) => child.name !== 'fullName') } : renamed(content);
}

function renamed(content: XmlElement): XmlElement {
  const fullName = textOf(content, 'fullName') ?? '';
  return { ...content, children: content.children.map((child) => (child.name === 'fullName' ? element('fullName', fullName.slice(fullName.indexOf('.') + 1)) : child)) };
}

function saveOne(environment: DeployEnvironment, session: Session, item: MetadataItem, mode: CrudMode): MetadataSaveResult {
  requireType(item.type);
  const fullName = textOf(item.content, 'fullName');
  if (fullName === null) return failed('', 'REQUIRED_FIELD_MISSING', 'Required field is missing: fullName');
  if (typeNamed(item.type)?.form === 'bundle' || typeNamed(item.type)?.form === 'content') return failed(fullName, 'NOT_SUPPORTED', `unsupported: the local org takes ${item.type} by deploy only`);
  const exists = environment.state.components.has(item.type, fullName);
  if (exists && mode === 'create') return failed(fullName, 'DUPLICATE_DEVELOPER_NAME', `${item.type} named ${fullName} is already in use`);
  const isStandard = item.type === 'CustomObject' && environment.state.schema.object(fullName) !== undefined;
  if (!exists && !isStandard && mode === 'update') return failed(fullName, 'INVALID_CROSS_REFERENCE_KEY', `In field: fullName - no ${item.type} named ${fullName} found`);
  const incoming = incomingFromNode(item.type, fullName, fileNameOf(item.type, fullName), withoutName(item.type, item.content));
  const type = typeNamed(item.type);
  const components = type === undefined ? [incoming] : decompose(type, incoming);
  const problems: Problem[] = [];
  for (const component of components) {
    checkElements(component.node, elementTypeOf(component.type, component.fullName), (message) => problems.push(problem(component.type, component.fullName, component.fileName, message)));
  }
  const found = run(environment, session, { components, removals: [], problems });
  if (found.length === 0) return { fullName, success: true, created: !exists, errors: [] };
  return { fullName, success: false, created: false, errors: found.map((one) => ({ statusCode: 'FIELD_INTEGRITY_EXCEPTION', message: one.message })) };
}

/** @throws OrgError INVALID_TYPE */
export function createComponents(environment: DeployEnvironment, session: Session, items: readonly MetadataItem[], mode: CrudMode): MetadataSaveResult[] {
  return items.map((item) => saveOne(environment, session, item, mode));
}

/** @throws OrgError INVALID_TYPE */
export function deleteComponents(environment: DeployEnvironment, session: Session, type: string, fullNames: readonly string[]): MetadataSaveResult[] {
  requireType(type);
  return fullNames.map((fullName) => {
    if (!environment.state.components.has(type, fullName)) return failed(fullName, 'INVALID_CROSS_REFERENCE_KEY', `In field: fullName - no ${type} named ${fullName} found`);
    const removal: Removal = { type, fullName, fileName: fileNameOf(type, fullName), when: 'post' };
    const found = run(environment, session, { components: [], removals: [removal], problems: [] });
    const mine = found.filter((one) => keyOf(one.type, one.fullName) !== '');
    return found.length === 0 ? { fullName, success: true, created: false, errors: [] } : { fullName, success: false, created: false, errors: mine.map((one) => ({ statusCode: 'DEPENDENCY_EXISTS', message: one.message })) };
  });
}
