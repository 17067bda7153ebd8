/** Parts of the package that gates and metrics rely on: its flows, which arrive inactive in production by default, and the events of gates. */

export interface PackagedFlow {
  readonly name: string;
  /** What no longer happens, as a sentence about the business. */
  readonly lost: string;
  readonly object: string;
  /** Fields `Object.Field` that it writes and gates or metrics read. */
  readonly writes: readonly string[];
}

export const PACKAGED_FLOWS: readonly PackagedFlow[] = [
  { name: 'Handrail_Handoff_Count', object: 'Handrail_Handoff__c', lost: 'Handoffs no longer note how complete they were when they were sent', writes: ['Handrail_Handoff__c.Items_Required_At_Sending__c', 'Handrail_Handoff__c.Items_Valid_At_Sending__c'] },
  { name: 'Handrail_Handoff_Escalate', object: 'Handrail_Handoff__c', lost: 'Late handoffs no longer give a task to anybody', writes: [] },
  { name: 'Handrail_Handoff_Open', object: 'Handrail_Handoff__c', lost: 'Won deals no longer open a handoff to customer success', writes: [] },
  { name: 'Handrail_Handoff_Stamp', object: 'Handrail_Handoff__c', lost: 'Handoffs no longer note when they were sent, accepted or rejected', writes: ['Handrail_Handoff__c.Accepted_At__c'] },
  { name: 'Handrail_Lead_Escalate', object: 'Handrail_Late_Lead__c', lost: 'Leads past their response clock no longer give a task to anybody', writes: [] },
  { name: 'Handrail_Lead_Qualify', object: 'Lead', lost: 'Leads no longer note when they met the MQL criteria', writes: ['Lead.Handrail_MQL_At__c'] },
  { name: 'Handrail_Lead_Stamp', object: 'Lead', lost: 'Leads no longer note source, assignment, first response and sales decision', writes: ['Lead.Handrail_Original_Source__c', 'Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c'] },
  { name: 'Handrail_Opportunity_Stamp', object: 'Opportunity', lost: 'Deals no longer note when they entered their stage and which one they left', writes: ['Opportunity.Handrail_Stage_Entered_At__c'] },
  { name: 'Handrail_Override_Apply', object: 'Handrail_Override__c', lost: 'Granted overrides no longer reach the deal, and withdrawn ones stay on it', writes: ['Opportunity.Handrail_Overrides__c'] },
  { name: 'Handrail_Override_Stamp', object: 'Handrail_Override__c', lost: 'Overrides no longer note who decided them and when', writes: [] },
  { name: 'Handrail_Role_Count_Delete', object: 'Opportunity', lost: 'Contact roles taken off a deal are still counted', writes: ['Opportunity.Handrail_Contact_Roles__c'] },
  { name: 'Handrail_Role_Count_Save', object: 'Opportunity', lost: 'Contact roles added to a deal are not counted', writes: ['Opportunity.Handrail_Contact_Roles__c'] },
];

/** What components write of a gate where the playbook says `gate_events`, as `Object.Field`. */
export const GATE_EVENT_FIELDS: readonly string[] = ['Codes__c', 'Event__c', 'From__c', 'Object__c', 'Record_Id__c', 'To__c'].map((name) => `Handrail_Gate_Event__c.${name}`);
