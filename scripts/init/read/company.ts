/** Name, money and fiscal year of the company. */
import { endsTheRun, type OrgConnection } from '../../org/index.ts';
import type { OrgFacts } from '../types.ts';
import type { Reader } from './reader.ts';

interface OrganizationRow {
  readonly Name: string;
  readonly FiscalYearStartMonth: number | null;
  readonly DefaultLocaleSidKey: string | null;
}

type Company = Pick<OrgFacts, 'name' | 'currency' | 'fiscalYearStart'>;

export async function readCompany(connection: OrgConnection, reader: Reader): Promise<Company> {
  const [row] = await reader.part('company information', [], () => connection.query<OrganizationRow>('SELECT Name, FiscalYearStartMonth, DefaultLocaleSidKey FROM Organization'));
  return { name: row?.Name ?? 'Our company', fiscalYearStart: row?.FiscalYearStartMonth ?? null, currency: await currencyOf(connection, row?.DefaultLocaleSidKey ?? null) };
}

/** Only an org with several currencies has the object CurrencyType; of another one, queries do not tell the currency, but its locale does. */
async function currencyOf(connection: OrgConnection, locale: string | null): Promise<OrgFacts['currency']> {
  try {
    const [row] = await connection.query<{ IsoCode: string }>('SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true');
    if (row) return { code: row.IsoCode, from: "the org's corporate currency" };
  } catch (error) {
    if (endsTheRun(error)) throw error;
  }
  const region = /_([A-Z]{2})(?:_|$)/.exec(locale ?? '')?.[1] ?? '';
  const code = BY_REGION[region] ?? (EURO.has(region) ? 'EUR' : undefined);
  return code === undefined ? { code: 'USD', from: 'nothing in the org; correct it' } : { code, from: `the org's locale ${locale}; correct it if amounts are kept in another` };
}

const EURO = new Set('AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '));
const BY_REGION: Readonly<Record<string, string>> = {
  AU: 'AUD', BR: 'BRL', CA: 'CAD', CH: 'CHF', CN: 'CNY', CZ: 'CZK', DK: 'DKK', GB: 'GBP', HK: 'HKD', HU: 'HUF', IL: 'ILS', IN: 'INR', JP: 'JPY', KR: 'KRW',
  MX: 'MXN', NO: 'NOK', NZ: 'NZD', PL: 'PLN', RO: 'RON', SE: 'SEK', SG: 'SGD', TH: 'THB', TR: 'TRY', TW: 'TWD', US: 'USD', ZA: 'ZAR',
};
