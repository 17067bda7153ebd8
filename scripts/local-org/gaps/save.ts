import type { GapArea } from './gap.ts';

export const saveGaps: GapArea = {
  area: 'Saving records',
  gaps: [
    { what: 'Assignment, auto-response and escalation rules, workflow rules, approval processes, Apex triggers', answer: 'absent', detail: 'A save runs as in an org that has none.' },
    { what: 'Sharing', answer: 'simplified', detail: 'All records are public read/write: whoever has the object permission sees and changes every record; View All and Modify All per object change nothing.' },
    { what: 'Field-level security of standard fields', answer: 'simplified', detail: 'Every user who reads the object sees them; only custom fields obey field permissions.' },
    { what: 'Access to custom metadata types', answer: 'simplified', detail: 'Every user reads their records, granted or not.' },
    { what: 'Standard profiles', answer: 'simplified', detail: 'There are two, System Administrator and Standard User, with the object permissions of a new org.' },
    { what: 'Permissions of setup objects', answer: 'simplified', detail: 'Users, roles, groups, queues and assignments are changed by the System Administrator profile only; everybody reads them, but for assignments of permission sets, which take View Setup and Configuration.' },
    { what: 'Field history of fields the user may not read', answer: 'simplified', detail: 'History rows are seen by whoever reads the record.' },
    { what: 'Record types by user', answer: 'simplified', detail: 'Every user may use every record type; a new record that names none has none, as with the master as default.' },
    { what: 'Dependent picklists', answer: 'simplified', detail: 'A value that the controlling field does not offer is saved: an org offers them in its pages and does not check them over the API.' },
    { what: 'Records of one call', answer: 'simplified', detail: 'They are saved one after another: the second sees what the flows of the first did. An org takes chunks of 200 through each step together.' },
    { what: 'Duplicate rules', answer: 'simplified', detail: 'Exact matching only; sharing settings and conditions of a rule are not looked at; no DuplicateRecordSet is written.' },
    { what: 'Recalculation of a roll-up summary that was just deployed', answer: 'simplified', detail: 'It is done when the deploy returns; an org takes its time.' },
    { what: 'Numbers', answer: 'simplified', detail: 'Kept as doubles: exact to 15 digits, where an org keeps 18.' },
    { what: 'Lead conversion', answer: 'simplified', detail: 'No existing opportunity can be named, notes and attachments do not exist, open activities keep their owner, campaign members their status.' },
    { what: 'Quotes', answer: 'simplified', detail: 'They are enabled; a quote does not sync with its opportunity. Contracts and orders can be changed after activation.' },
    { what: 'Recycle bin', answer: 'simplified', detail: 'It is never emptied by age or size.' },
    { what: 'Activities', answer: 'simplified', detail: 'An activity has one person and one matter; no recurrence, no archiving, and open tasks do not set HasOpenActivity or HasOverdueTask.' },
    { what: 'Campaign members', answer: 'simplified', detail: 'Campaign statistics are not counted, HasResponded is not set.' },
    { what: 'Last viewed and last referenced dates', answer: 'absent', detail: 'They stay blank.' },
    { what: 'ConvertedDate of a lead; ActivityDate and EndDate of an event with a time', answer: 'simplified', detail: 'They are days by UTC. Which clocks an org takes for them is not documented.' },
    { what: 'Sales Territories', answer: 'simplified', detail: 'Once Territory2Settings switches them on: models, types, territories and assigned users as records, a model active as soon as its state says so. Everybody sees models that are not active; nothing is shared by territory, and no rule assigns accounts or opportunities.' },
    { what: 'Forecasts, multiple currencies, person accounts, assets, entitlements, files, translations of records', answer: 'absent', detail: 'As in an org without the feature.' },
  ],
};
