/** Generated from the playbook by `handrail build`; change config/playbook instead. */

/** @type {readonly string[]} custom permissions of the experiments that this user takes part in */
export const experiments = [];
