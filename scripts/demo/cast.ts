/** Which of the local org's users play which part of the story. */
export const CAST = {
  admin: 'admin@handrail.local',
  rep: 'rep@handrail.local',
  manager: 'manager@handrail.local',
  customerSuccess: 'cs@handrail.local',
  revops: 'revops@handrail.local',
  sync: 'sync@handrail.local',
} as const;

/** Permission sets each user gets when force-app is deployed to the local org. */
export const ASSIGNMENTS: Readonly<Record<string, readonly string[]>> = {
  [CAST.admin]: ['Handrail_Admin', 'Handrail_Playbook_RevOps'],
  [CAST.rep]: ['Handrail_Rep', 'Handrail_Playbook_Edit'],
  [CAST.manager]: ['Handrail_Manager', 'Handrail_Rep', 'Handrail_Playbook_Edit'],
  [CAST.customerSuccess]: ['Handrail_Rep', 'Handrail_Playbook_Edit'],
  [CAST.revops]: ['Handrail_RevOps', 'Handrail_Playbook_RevOps'],
  [CAST.sync]: ['Handrail_Sync', 'Handrail_Playbook_Read'],
};
