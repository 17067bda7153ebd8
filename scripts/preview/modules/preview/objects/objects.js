/**
 * What the page itself shows of an object. An object without a row shows its name and its own fields. Fields that the
 * org or the user does not have are left out.
 */

/**
 * @typedef {object} Shown
 * @property {string} icon
 * @property {string[]} columns of the list, the name first
 * @property {{ label: string, where?: object }[]} filters of the list; the first one holds until another is chosen
 * @property {string} [stageField]
 * @property {string} [stageWord] what Path calls a stage
 * @property {string[]} highlights fields in the header of a record
 * @property {{ title: string, names: string[] }[]} sections fields of a record
 * @property {{ object: string, field: string, columns: string[] }[]} related lists under the details: what looks up the record, by which field
 */

const ALL = [{ label: 'All' }];
const OWN_COLUMNS = 6;
/** Too long for a list. */
const LONG = new Set(['TextArea', 'MultiPicklist']);

/** @type {Record<string, Omit<Shown, 'sections' | 'related'> & Partial<Pick<Shown, 'sections' | 'related'>>>} */
const OBJECTS = {
    Opportunity: {
        icon: 'standard:opportunity',
        columns: ['Name', 'AccountId', 'StageName', 'Amount', 'CloseDate', 'OwnerId'],
        filters: [{ label: 'Open', where: { IsClosed: { eq: false } } }, ...ALL],
        stageField: 'StageName',
        stageWord: 'Stage',
        highlights: ['AccountId', 'Amount', 'CloseDate', 'OwnerId', 'ForecastCategoryName'],
        related: [
            { object: 'OpportunityContactRole', field: 'OpportunityId', columns: ['ContactId', 'Role', 'IsPrimary'] },
            { object: 'Handrail_Handoff__c', field: 'Opportunity__c', columns: ['Name', 'Type__c', 'Status__c', 'Receiver__c', 'Sent_At__c'] },
            { object: 'Handrail_Override__c', field: 'Opportunity__c', columns: ['Name', 'Criterion_Label__c', 'Status__c', 'Until__c'] }
        ],
        sections: [
            { title: 'Opportunity information', names: ['Name', 'CloseDate', 'AccountId', 'StageName', 'OwnerId', 'Probability', 'Amount', 'ForecastCategoryName', 'Type', 'LeadSource'] },
            {
                title: 'Buying process',
                names: ['Handrail_Motion__c', 'Handrail_Discovery_Held__c', 'Handrail_Economic_Buyer__c', 'Handrail_Economic_Buyer_Met__c', 'NextStep', 'Handrail_Next_Step_Date__c', 'Handrail_Pain__c', 'Handrail_Success_Criteria__c', 'Handrail_Tech_Eval__c', 'Handrail_Tech_Eval_On__c', 'Handrail_Procurement_Contact__c', 'Handrail_Scope_Agreed_On__c']
            }
        ]
    },
    Lead: {
        icon: 'standard:lead',
        columns: ['Name', 'Company', 'Status', 'Email', 'LeadSource', 'OwnerId'],
        filters: [{ label: 'Open', where: { IsConverted: { eq: false } } }, ...ALL],
        stageField: 'Status',
        stageWord: 'Status',
        highlights: ['Title', 'Company', 'Phone', 'Email', 'OwnerId'],
        sections: [
            { title: 'Lead information', names: ['FirstName', 'LastName', 'Company', 'Title', 'Status', 'Phone', 'Email', 'LeadSource', 'Industry', 'NumberOfEmployees', 'OwnerId'] },
            {
                title: 'Qualification',
                names: ['Handrail_Request__c', 'Handrail_Need__c', 'Handrail_Timeframe__c', 'Handrail_Meeting_Held__c', 'Handrail_Sales_Decision__c', 'Handrail_Reject_Reason__c', 'Handrail_Disqualify_Reason__c', 'Handrail_Revisit_On__c', 'Handrail_Recycle_Count__c']
            }
        ]
    },
    Account: {
        icon: 'standard:account',
        columns: ['Name', 'Handrail_Segment__c', 'Handrail_Health__c', 'Handrail_CSM__c', 'OwnerId'],
        filters: ALL,
        highlights: ['Handrail_Segment__c', 'Handrail_Health__c', 'Handrail_CSM__c', 'NumberOfEmployees', 'OwnerId'],
        related: [
            { object: 'Opportunity', field: 'AccountId', columns: ['Name', 'StageName', 'Amount', 'CloseDate'] },
            { object: 'Contact', field: 'AccountId', columns: ['Name', 'Title', 'Email'] }
        ],
        sections: [{ title: 'Account information', names: ['Name', 'OwnerId', 'Type', 'Industry', 'NumberOfEmployees', 'Website', 'Phone', 'Handrail_Segment__c', 'Handrail_Health__c', 'Handrail_CSM__c'] }]
    },
    Contact: {
        icon: 'standard:contact',
        columns: ['Name', 'AccountId', 'Title', 'Email', 'Phone'],
        filters: ALL,
        highlights: ['AccountId', 'Title', 'Email', 'Phone'],
        sections: [{ title: 'Contact information', names: ['FirstName', 'LastName', 'AccountId', 'Title', 'Email', 'Phone', 'Department', 'OwnerId'] }]
    },
    Handrail_Finding__c: {
        icon: 'standard:incident',
        columns: ['Name', 'Severity__c', 'Summary__c', 'Changed_By__c', 'Status__c', 'Last_Seen_At__c'],
        filters: [{ label: 'Open', where: { Resolved_At__c: { eq: null } } }, ...ALL],
        highlights: ['Severity__c', 'Kind__c', 'Status__c', 'First_Seen_At__c']
    },
    Handrail_Metric__c: {
        icon: 'standard:metrics',
        columns: ['Label__c', 'Slice__c', 'Period_From__c', 'Period_To__c', 'Value__c', 'Unit__c', 'State__c'],
        filters: ALL,
        highlights: ['Label__c', 'Value__c', 'Unit__c', 'State__c', 'As_Of__c']
    },
    Handrail_Handoff__c: {
        icon: 'standard:service_request',
        columns: ['Name', 'Type__c', 'Opportunity__c', 'Status__c', 'Sender__c', 'Receiver__c', 'Sent_At__c'],
        filters: [{ label: 'Waiting', where: { Status__c: { eq: 'Sent' } } }, ...ALL],
        highlights: ['Type__c', 'Opportunity__c', 'Account__c', 'Sender__c', 'Receiver__c', 'Status__c']
    },
    Handrail_Sync_Run__c: { icon: 'standard:data_integration_hub', columns: [], filters: ALL, highlights: [] }
};

/**
 * A person has a first name, a last name and both in one; others have one name.
 * @param {any} objectInfo
 * @returns {string[]}
 */
export const namesOf = ({ nameFields }) => (nameFields.includes('Name') ? ['Name'] : nameFields);

/**
 * @param {any} objectInfo of UI API
 * @returns {Shown} with fields that are there
 */
export function shownOf(objectInfo) {
    const { fields, apiName } = objectInfo;
    const nameFields = namesOf(objectInfo);
    const row = OBJECTS[apiName] ?? { icon: 'standard:default', columns: [], filters: ALL, highlights: [] };
    const own = Object.values(fields).filter(({ custom }) => custom);
    const there = (names) => names.filter((name) => fields[name]);
    const named = there(row.columns);
    const short = own.filter(({ dataType, reference }) => !LONG.has(dataType) && !reference).map((field) => field.apiName);
    return {
        ...row,
        related: row.related ?? [],
        columns: named.length > 0 ? named : [...nameFields, ...short.slice(0, OWN_COLUMNS - 1)],
        highlights: there(row.highlights),
        sections: row.sections?.map(({ title, names }) => ({ title, names: there(names) })) ?? [{ title: 'Details', names: [...nameFields, ...own.map((field) => field.apiName), 'CreatedDate', 'LastModifiedDate'].filter((name) => fields[name]) }]
    };
}
