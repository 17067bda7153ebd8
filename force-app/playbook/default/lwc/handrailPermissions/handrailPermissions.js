/** Generated from the playbook by `handrail build`; change config/playbook instead. */
import Handrail_Reopen_Deals from '@salesforce/customPermission/Handrail_Reopen_Deals';

/** @type {readonly string[]} custom permissions of the playbook that this user holds: of experiments, and of what is reserved to some */
export const permissions = [
	...(Handrail_Reopen_Deals ? ['Handrail_Reopen_Deals'] : [])
];
