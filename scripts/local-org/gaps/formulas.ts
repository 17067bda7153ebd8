import type { GapArea } from './gap.ts';

export const formulasGaps: GapArea = {
  area: 'Formulas in the org',
  gaps: [
    { what: '$Setup', answer: 'simplified', detail: 'Custom fields of hierarchy settings. Without any record a checkbox counts as not checked and other fields are blank; what an org makes of that is not documented.' },
    { what: '$Api, GETSESSIONID', answer: 'refused', detail: 'Sessions are kept as digests and there is no SOAP API; a deploy of a formula with one of them says so.' },
    { what: 'CURRENCYRATE', answer: 'simplified', detail: 'There is one currency: the rate of every code is 1, as an org answers for a code that it does not know.' },
    { what: 'VLOOKUP in a call with several records', answer: 'simplified', detail: 'A record sees those that the same call saved before it; an org checks all of them before it saves any.' },
    { what: 'ISCLONE', answer: 'simplified', detail: 'Always false: only the pages of an org clone records.' },
    { what: 'Two records with the searched name', answer: 'simplified', detail: 'VLOOKUP takes the one with the lower id; which one an org takes first is not documented.' },
  ],
};
