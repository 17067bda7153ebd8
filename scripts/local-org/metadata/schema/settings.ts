/** Settings components that saves obey. */
import { DEFAULT_SETTINGS, type OrgFeature, type OrgSettings } from '../../engine/schema.ts';
import type { ComponentSet } from '../component.ts';
import { childrenOf, flagOf, textOf } from '../xml/element.ts';

function leadMapping(components: ComponentSet): ReadonlyMap<string, readonly string[]> {
  const mapping = new Map<string, string[]>();
  for (const settings of components.ofType('LeadConvertSettings')) {
    for (const pair of childrenOf(settings.content, 'objectMapping').flatMap((object) => childrenOf(object, 'mappingFields').map((fields) => ({ object, fields })))) {
      const input = textOf(pair.fields, 'inputField');
      const output = textOf(pair.fields, 'outputField');
      if (input === null || output === null || textOf(pair.object, 'inputObject') !== 'Lead') continue;
      const targets = mapping.get(input) ?? [];
      targets.push(`${textOf(pair.object, 'outputObject') ?? ''}.${output}`);
      mapping.set(input, targets);
    }
  }
  return mapping;
}

function features(components: ComponentSet): ReadonlySet<OrgFeature> {
  const territories = components.get('Settings', 'Territory2')?.content;
  return new Set(territories !== undefined && flagOf(territories, 'enableTerritoryManagement2') ? ['SalesTerritories'] : []);
}

/** The values in force; the platform's defaults where nothing was deployed. */
export function orgSettings(components: ComponentSet): OrgSettings {
  const leads = components.get('Settings', 'LeadConfig')?.content;
  const validation = leads === undefined ? null : textOf(leads, 'shouldLeadConvertRequireValidation');
  return {
    leadConvertRequiresValidation: validation === null ? DEFAULT_SETTINGS.leadConvertRequiresValidation : validation === 'true',
    leadConvertMapping: leadMapping(components),
    features: features(components),
  };
}
