/** A rep tries to skip a gate over plain REST, is told everything that is missing, fills it in and passes. */
import type { Narrator } from './narrator.ts';
import { addDays } from './plan/calendar.ts';

export interface RepSession {
  readonly url: string;
  readonly accessToken: string;
}

interface SaveError {
  readonly errorCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

const API = '/services/data/v67.0';

/** @param today local date of the org's clock */
export async function repMeetsGate(rep: RepSession, today: string, narrator: Narrator): Promise<void> {
  const [deal] = await query<{ Id: string; Name: string; AccountId: string }>(rep, "SELECT Id, Name, AccountId FROM Opportunity WHERE StageName = 'Qualification' ORDER BY Name LIMIT 1");
  if (!deal) throw new Error('The demo company has no deal in Qualification.');
  const [contact] = await query<{ Id: string }>(rep, `SELECT Id FROM Contact WHERE AccountId = '${deal.AccountId}' LIMIT 1`);
  narrator.say(`${deal.Name} is in Qualification. The rep moves it to Value Proposition, two stages on:`);
  narrator.command(`PATCH ${API}/sobjects/Opportunity/${deal.Id}  {"StageName":"Value Proposition"}`);
  const refused = await patch(rep, deal.Id, { StageName: 'Value Proposition' });
  if (refused.status !== 400) throw new Error(`The gate did not hold: the org answered ${refused.status}.`);
  narrator.say(`400, nothing was saved. Every open criterion answers at once, each at its field:`);
  for (const error of refused.errors) narrator.say(`  ${error.message}`);
  const answers = {
    StageName: 'Value Proposition',
    Handrail_Economic_Buyer__c: contact?.Id,
    NextStep: 'Price review with the CFO',
    Handrail_Next_Step_Date__c: addDays(today, 3),
    Handrail_Success_Criteria__c: 'Ten percent more visits a day by the end of the quarter.',
  };
  narrator.say('');
  narrator.say('The rep fills in what is asked, and the same click passes:');
  const passed = await patch(rep, deal.Id, answers);
  if (passed.status !== 204) throw new Error(`The rep was refused although everything is filled in: ${passed.errors.map((error) => error.message).join(' ')}`);
  narrator.say(`204, ${deal.Name} is now in Value Proposition.`);
}

async function query<T>(rep: RepSession, soql: string): Promise<T[]> {
  const response = await fetch(`${rep.url}${API}/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${rep.accessToken}` } });
  if (!response.ok) throw new Error(`The query was answered with ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { records: T[] }).records;
}

async function patch(rep: RepSession, id: string, fields: Readonly<Record<string, unknown>>): Promise<{ status: number; errors: SaveError[] }> {
  const response = await fetch(`${rep.url}${API}/sobjects/Opportunity/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${rep.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const text = await response.text();
  return { status: response.status, errors: text === '' ? [] : (JSON.parse(text) as SaveError[]) };
}
