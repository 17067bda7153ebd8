/**
 * One custom metadata record per criterion. It holds the switch the rule reads (`Enforced__c`), so that a criterion
 * goes from shadow to enforced without touching a formula, and what drift and the panel join on.
 */
import type { Criterion, Playbook } from '../../playbook/model.ts';
import type { ContentTree, MetadataComponent, TypedValue } from '../metadataModel.ts';
import { gateName } from '../gate.ts';
import { recordName } from '../names.ts';
import { OUTPUT_ROOT } from '../paths.ts';

/** Salesforce's limit for the label of a custom metadata record. */
const LABEL_LIMIT = 40;

/** @param hash content hash of the criterion's rule, see hash.ts */
export function lowerCriterionRecord(playbook: Playbook, criterion: Criterion, hash: string): MetadataComponent {
  const name = recordName(criterion.id);
  const values: Record<string, TypedValue> = {
    Code__c: text(criterion.id),
    Decision__c: text(criterion.decision.slice(0, 255)),
    Effective_From__c: { xsdType: 'xsd:date', text: criterion.effectiveFrom },
    Enforced__c: { xsdType: 'xsd:boolean', text: String(criterion.mode === 'enforce') },
    Error_Field__c: text(criterion.errorField ?? ''),
    Family__c: text(criterion.family),
    Gate__c: text(gateName(criterion.trigger)),
    Hash__c: text(hash),
    Object__c: text(criterion.object),
    Playbook_Version__c: text(playbook.version),
  };
  return {
    type: 'CustomMetadata',
    fullName: `Handrail_Criterion.${name}`,
    path: `${OUTPUT_ROOT}/customMetadata/Handrail_Criterion.${name}.md-meta.xml`,
    content: {
      label: shorten(criterion.label, LABEL_LIMIT),
      protected: false,
      values: Object.entries(values)
        .filter(([, value]) => value.text !== '')
        .map(([field, value]): ContentTree => ({ field, value })),
    },
  };
}

function text(value: string): TypedValue {
  return { xsdType: 'xsd:string', text: value };
}

function shorten(value: string, limit: number): string {
  return value.length <= limit ? value : `${value.slice(0, limit - 3).trimEnd()}...`;
}
