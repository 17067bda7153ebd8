import { childOf, flagOf, trimmed, type XmlElement } from '../../shared/xml/index.ts';
import type { FieldState, PicklistValueState } from '../orgState.ts';

/** What makes two fields of one type differ, and what an org says for one that was not given. In this order, so that texts compare. */
const DIMENSIONS: ReadonlyMap<string, string> = new Map([
  ['length', ''], ['precision', ''], ['scale', ''], ['unique', 'false'], ['externalId', 'false'], ['formulaTreatBlanksAs', 'BlankAsZero'], ['deleteConstraint', 'SetNull'], ['relationshipName', ''],
]);
const DIMENSION_NAMES = [...DIMENSIONS.keys()];

/** One pass over the children: a field has a dozen, and drift reads thousands of fields. */
export function fieldOf(object: string, node: XmlElement): FieldState {
  let apiName = '';
  let type = '';
  let label = '';
  let help = '';
  let description = '';
  let formula = '';
  let required = false;
  let referenceTo = '';
  let businessStatus = '';
  let tracksHistory = false;
  let preset = '';
  let valueSet: XmlElement | undefined;
  let sizes: XmlElement[] | undefined;
  for (const child of node.children) {
    switch (child.name) {
      case 'fullName': apiName = trimmed(child.text); break;
      case 'type': type = trimmed(child.text); break;
      case 'label': label = trimmed(child.text); break;
      case 'inlineHelpText': help = trimmed(child.text); break;
      case 'description': description = trimmed(child.text); break;
      case 'formula': formula = trimmed(child.text); break;
      case 'required': required = trimmed(child.text) === 'true'; break;
      case 'referenceTo': referenceTo = trimmed(child.text); break;
      case 'businessStatus': businessStatus = trimmed(child.text); break;
      case 'trackHistory': tracksHistory = trimmed(child.text) === 'true'; break;
      case 'defaultValue': preset = trimmed(child.text); break;
      case 'valueSet': valueSet = child; break;
      default: {
        const usual = DIMENSIONS.get(child.name);
        if (usual !== undefined && child.text !== '' && child.text !== usual) (sizes ??= []).push(child);
      }
    }
  }
  const definition = valueSet === undefined ? undefined : childOf(valueSet, 'valueSetDefinition');
  const values = definition === undefined ? null : valuesOf(definition);
  return {
    object,
    apiName,
    type,
    label,
    help: help === '' ? null : help,
    description: description === '' ? null : description,
    formula: formula === '' ? null : formula,
    required,
    restricted: valueSet !== undefined && flagOf(valueSet, 'restricted'),
    values: values?.all ?? null,
    referenceTo: referenceTo === '' ? null : referenceTo,
    // A field that nobody gave a status is in use.
    businessStatus: businessStatus === '' ? 'Active' : businessStatus,
    tracksHistory,
    defaultValue: preset === '' ? (values?.chosen ?? null) : defaultOf(type, preset),
    dimensions: sizes === undefined ? '' : dimensionsOf(sizes),
  };
}

/** `false` and nothing are one for a checkbox. */
function defaultOf(type: string, preset: string): string | null {
  return type === 'Checkbox' && preset === 'false' ? null : preset;
}

function dimensionsOf(sizes: readonly XmlElement[]): string {
  return sizes
    .toSorted((left, right) => DIMENSION_NAMES.indexOf(left.name) - DIMENSION_NAMES.indexOf(right.name))
    .map(({ name, text }) => [name, trimmed(text)] as const)
    .filter(([name, value]) => value !== DIMENSIONS.get(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

interface Values {
  readonly all: readonly PicklistValueState[];
  /** The value that is the default. */
  readonly chosen: string | null;
}

/** One pass again: there are more values than fields. */
function valuesOf(definition: XmlElement): Values {
  const all: PicklistValueState[] = [];
  let chosen: string | null = null;
  for (const element of definition.children) {
    if (element.name !== 'value') continue;
    let name = '';
    let label = '';
    let active = true;
    let isDefault = false;
    for (const child of element.children) {
      switch (child.name) {
        case 'fullName': name = trimmed(child.text); break;
        case 'label': label = trimmed(child.text); break;
        case 'isActive': active = trimmed(child.text) !== 'false'; break;
        case 'default': isDefault = trimmed(child.text) === 'true'; break;
      }
    }
    if (isDefault) chosen ??= name;
    // Mostly the same words: one text instead of two.
    all.push({ name, label: label === '' || label === name ? name : label, active });
  }
  return { all, chosen };
}
