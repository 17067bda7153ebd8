/** Colours and icons of the standard objects, as an org tells them in `themeInfo`. */
import type { ObjectSchema } from '../../engine/schema.ts';

interface Theme {
  readonly color: string;
  readonly icon: string;
}

/** Colours of the Lightning Design System's icons, as an org answers them. */
const THEMES: Readonly<Record<string, Theme>> = {
  Account: { color: '7F8DE1', icon: 'account' },
  Campaign: { color: 'F49756', icon: 'campaign' },
  CampaignMember: { color: 'F49756', icon: 'campaign_members' },
  Contact: { color: 'A094ED', icon: 'contact' },
  Event: { color: 'EB7092', icon: 'event' },
  Lead: { color: 'F88962', icon: 'lead' },
  Opportunity: { color: 'FCB95B', icon: 'opportunity' },
  Product2: { color: 'B781D3', icon: 'product' },
  Task: { color: '4BC076', icon: 'task' },
  User: { color: '65CAE4', icon: 'user' },
};

/** @returns null for objects whose icon is not known here */
export function themeInfo(instanceUrl: string, object: ObjectSchema): { readonly color: string; readonly iconUrl: string } | null {
  const theme = THEMES[object.apiName];
  return theme === undefined ? null : { color: theme.color, iconUrl: `${instanceUrl}/img/icon/t4v35/standard/${theme.icon}_120.png` };
}
