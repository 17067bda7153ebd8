/** What has to be read of a deal to judge it. */
import { objects } from 'c/handrailPlaybook';
import { STAGE_ENTERED } from 'c/handrailRecord';

const { stageField, previousStageField, categoryField, overridesField, criteria } = objects.Opportunity;

/** Read besides what the criteria read. */
const OWN = ['AccountId', 'OwnerId', 'NextStep', 'Handrail_Next_Step_Date__c', 'Amount', 'CloseDate', 'PushCount', ...STAGE_ENTERED, stageField, previousStageField, categoryField, overridesField];

/** Names of fields of the deal itself, each once. */
export const DEAL_FIELDS = [...new Set([...OWN, ...criteria.flatMap(({ fields }) => fields)])].filter((name) => name && !name.includes('.')).sort();

/** The same as the node of a GraphQL query, with the names of customer and owner. A field that the user may not read is left out of the answer. */
export const DEAL_NODE = `
    Id
    Name @optional { value }
    Account @optional { Name @optional { value } }
    Owner @optional { ... on User { Name @optional { value } } }
    ${DEAL_FIELDS.map((name) => `${name} @optional { value }`).join('\n    ')}
`;
