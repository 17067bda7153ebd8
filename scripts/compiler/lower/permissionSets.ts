/** Permission sets for the fields the playbook adds, and for what it reserves. Required and master-detail fields must not be listed; there are none. */
import type { FieldDefinition, Playbook } from '../../playbook/model.ts';
import type { ContentTree, MetadataComponent } from '../metadataModel.ts';
import { OUTPUT_ROOT } from '../paths.ts';
import { reservedPermissions } from '../reserved.ts';

interface Access {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Its holders may do what the playbook reserves. */
  readonly reserved?: true;
  editable(field: FieldDefinition): boolean;
}

const ACCESS: readonly Access[] = [
  {
    name: 'Handrail_Playbook_Edit',
    label: 'Handrail Playbook Edit',
    description: 'handrail: edit the fields of the playbook; computed fields, stamps and what RevOps alone edits stay read-only. For those who work leads, deals and handoffs.',
    editable: (field) => field.formula === undefined && !field.automatic && field.revopsOnly !== true,
  },
  {
    name: 'Handrail_Playbook_RevOps',
    label: 'Handrail Playbook RevOps',
    description: 'handrail: edit the fields of the playbook, those of RevOps included; computed and stamped fields stay read-only. For RevOps and administrators.',
    reserved: true,
    editable: (field) => field.formula === undefined && !field.automatic,
  },
  {
    name: 'Handrail_Playbook_Load',
    label: 'Handrail Playbook Load',
    description: 'handrail: edit the fields of the playbook and the stamps that flows write. For integrations and data loads that bring history along.',
    editable: (field) => field.formula === undefined,
  },
  {
    name: 'Handrail_Playbook_Read',
    label: 'Handrail Playbook Read',
    description: 'handrail: read the fields of the playbook. For reporting users and for the sync.',
    editable: () => false,
  },
];

export function lowerPermissionSets(playbook: Playbook): MetadataComponent[] {
  const fields = playbook.objects
    .flatMap((object) => object.fields)
    .filter((field) => !field.existing)
    .sort((left, right) => (qualified(left) < qualified(right) ? -1 : 1));
  const reserved = reservedPermissions(playbook).map((name): ContentTree => ({ enabled: true, name }));
  return ACCESS.map((access) => ({
    type: 'PermissionSet',
    fullName: access.name,
    path: `${OUTPUT_ROOT}/permissionsets/${access.name}.permissionset-meta.xml`,
    content: {
      customMetadataTypeAccesses: { enabled: true, name: 'Handrail_Criterion__mdt' },
      ...(access.reserved === undefined || reserved.length === 0 ? {} : { customPermissions: reserved }),
      description: access.description,
      fieldPermissions: fields.map((field): ContentTree => ({
        editable: access.editable(field),
        field: qualified(field),
        readable: true,
      })),
      hasActivationRequired: false,
      label: access.label,
    },
  }));
}

function qualified(field: FieldDefinition): string {
  return `${field.object}.${field.apiName}`;
}
