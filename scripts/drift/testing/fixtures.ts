/** A small playbook side and org side for the tests of drift. */
import type { Criterion, PlaybookObject, Stage } from '../../playbook/model.ts';
import { parseComponents } from '../parseComponents.ts';
import type { Components, StageState } from '../orgState.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };

export function criterion(overrides: Partial<Criterion> = {}): Criterion {
  return {
    id: 'OPP-QUAL-01',
    label: 'Economic buyer named',
    object: 'Opportunity',
    family: 'Opportunity',
    trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
    for: 'growth',
    require: { field: 'Handrail_Economic_Buyer__c', min: 3 },
    satisfiedWhen: null,
    appliesWhen: null,
    holds: 'through_won',
    onUndo: 'block',
    decays: false,
    overridable: true,
    errorField: 'Handrail_Economic_Buyer__c',
    message: '[OPP-QUAL-01] Who can say yes to the money?',
    decision: 'Who can sign?',
    mode: 'enforce',
    effectiveFrom: '2026-01-01',
    position: NOWHERE,
    formulaPositions: {},
    ...overrides,
  };
}

const RULE = `<?xml version="1.0" encoding="UTF-8"?>
<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Handrail_OPP_QUAL_01</fullName>
    <active>true</active>
    <description>handrail: Economic buyer named</description>
    <errorConditionFormula>AND(
  ISCHANGED(StageName),
  ISBLANK(Handrail_Economic_Buyer__c))</errorConditionFormula>
    <errorDisplayField>Handrail_Economic_Buyer__c</errorDisplayField>
    <errorMessage>[OPP-QUAL-01] Who can say yes to the money?</errorMessage>
</ValidationRule>
`;

const FIELD = `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Handrail_Loss_Reason__c</fullName>
    <inlineHelpText>Main reason it ended.</inlineHelpText>
    <label>Loss Reason</label>
    <type>Picklist</type>
    <valueSet>
        <restricted>true</restricted>
        <valueSetDefinition>
            <sorted>false</sorted>
            <value><fullName>Price</fullName><default>false</default><label>Price</label></value>
            <value><fullName>Timing</fullName><default>false</default><label>Timing</label></value>
        </valueSetDefinition>
    </valueSet>
</CustomField>
`;

const RECORD = `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>OPP-QUAL-01</label>
    <protected>false</protected>
    <values>
        <field>Enforced__c</field>
        <value xsi:type="xsd:boolean">true</value>
    </values>
    <values>
        <field>Gate__c</field>
        <value xsi:nil="true"/>
    </values>
</CustomMetadata>
`;

export const SOURCE_FILES: readonly (readonly [string, string])[] = [
  ['force-app/playbook/default/objects/Opportunity/validationRules/Handrail_OPP_QUAL_01.validationRule-meta.xml', RULE],
  ['force-app/playbook/default/objects/Opportunity/fields/Handrail_Loss_Reason__c.field-meta.xml', FIELD],
  ['force-app/playbook/default/customMetadata/Handrail_Criterion.OPP_QUAL_01.md-meta.xml', RECORD],
];

export function declared(): Components {
  return parseComponents(SOURCE_FILES);
}

/** The same components as an org gives them back: recomposed, in another order, with other white space. */
export function orgFiles(edit: (text: string) => string = (text) => text): [string, string][] {
  const inner = (xml: string, tag: string): string => xml.replace(/^[\s\S]*?<\w+ xmlns[^>]*>/, '').replace(new RegExp(`</${tag}>\\s*$`), '');
  const object = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><fields>${inner(FIELD, 'CustomField')}</fields><validationRules>${inner(RULE, 'ValidationRule')}</validationRules></CustomObject>`;
  return [
    ['objects/Opportunity.object', edit(object)],
    ['customMetadata/Handrail_Criterion.OPP_QUAL_01.md', edit(RECORD)],
  ];
}

export function stage(name: string, rank: number, overrides: Partial<Stage> = {}): Stage {
  return { name, rank, buyerAction: '', purpose: '', maxDays: null, categories: [], forecastCategory: 'Pipeline', probability: rank, closed: false, won: false, position: NOWHERE, ...overrides };
}

export const STAGED: PlaybookObject = {
  apiName: 'Opportunity',
  label: 'Opportunity',
  stageField: 'StageName',
  stages: [stage('Closed Lost', 0, { closed: true, forecastCategory: 'Omitted' }), stage('Prospecting', 10), stage('Qualification', 20), stage('Closed Won', 100, { closed: true, won: true, forecastCategory: 'Closed' })],
  fields: [],
  criteria: [criterion()],
};

export function inOrg(stages: readonly Stage[] = STAGED.stages): StageState[] {
  // An org lists the lost stage last.
  const ordered = [...stages.filter(({ rank }) => rank > 0), ...stages.filter(({ rank }) => rank === 0)];
  return ordered.map(({ name, probability, forecastCategory, closed, won }) => ({ name, label: name, probability, forecastCategory, closed, won }));
}
