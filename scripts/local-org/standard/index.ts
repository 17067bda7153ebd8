/** The objects of a fresh org, before anything is deployed to it, and those that it has once a feature is on. */
import type { ObjectSchema } from '../engine/schema.ts';
import { accountObjects } from './accounts.ts';
import { activityObjects } from './activities.ts';
import { calendarObjects } from './calendar.ts';
import { caseObjects } from './cases.ts';
import { contractObjects } from './contracts.ts';
import { groupObjects } from './groups.ts';
import { leadObjects } from './leads.ts';
import { opportunityObjects } from './opportunities.ts';
import { peopleObjects } from './people.ts';
import { permissionObjects } from './permissions.ts';
import { setupObjects } from './setup.ts';
import { territoryObjects } from './territories.ts';
import { toolingObjects } from './tooling.ts';

export const standardObjects: readonly ObjectSchema[] = [
  ...accountObjects,
  ...leadObjects,
  ...opportunityObjects,
  ...contractObjects,
  ...caseObjects,
  ...activityObjects,
  ...peopleObjects,
  ...groupObjects,
  ...permissionObjects,
  ...calendarObjects,
  ...setupObjects,
  ...territoryObjects,
  ...toolingObjects,
];
