/** What Salesforce's formula language has and this library refuses, or answers otherwise. The documentation prints it. */
export interface FormulaGap {
  readonly what: string;
  /** What happens instead, and why. */
  readonly detail: string;
}

export const FORMULA_GAPS: readonly FormulaGap[] = [
  { what: 'REGEX with look-around, back references or flags', detail: 'Refused: patterns are matched without backtracking, so that none can hang.' },
  { what: 'Text functions and comparisons on the result of HYPERLINK or IMAGE', detail: 'Refused: what an org computes from the markup is not known. Links and pictures can be joined, chosen between and tested for being blank.' },
  { what: 'The markup of HYPERLINK and IMAGE', detail: 'Written as public code that builds links and images for Salesforce does; unconfirmed against an org’s answer, the escapes in it (&amp;) included. More than 1,300 characters of it are refused.' },
  { what: 'HYPERLINK in a flow', detail: 'Refused: what a flow makes of a link is not known.' },
  { what: 'HYPERLINK to an address that turns out to be a script', detail: 'Refused where it is computed; a script written in the formula is refused when it is saved, as an org does.' },
  { what: 'ISCHANGED and PRIORVALUE of another record\'s field', detail: 'Refused: in this save that record has no prior value.' },
  { what: 'VLOOKUP, CURRENCYRATE, GETSESSIONID, CASESAFEID of a text', detail: 'Computed only where an org answers: the local org answers all but GETSESSIONID. Elsewhere they are refused.' },
  { what: 'VLOOKUP of currency, time, location and multi-select picklist fields', detail: 'Refused: they are not among the types that Salesforce Help lists.' },
  { what: 'Days from 5 to 14 October 1582, and before the year 1', detail: 'Refused: an org shows them, but what it computes from them is not known.' },
  { what: 'ISOWEEK, ISOYEAR and DAYOFYEAR of dates before 15 October 1582', detail: 'Refused: other arithmetic follows the Julian calendar there, as in an org; these were not probed.' },
  { what: 'MOD(x, 0)', detail: 'An error, as the golden cases say; an org answers x.' },
  { what: 'SUBSTITUTE with a blank search text', detail: 'Blank, as the golden cases say; an org answers the text.' },
  { what: '^', detail: 'Keeps 18 digits, as the golden cases say; an org keeps more when an operand is a field.' },
  { what: 'Compiled size', detail: 'Estimated, because the SQL of an org is not public. Above 15,000 characters it is a warning, above ten times as many an error.' },
  { what: 'Fifteen relationships per object', detail: 'Not counted. One reference follows ten at most.' },
  { what: 'Stored size of 4,000 bytes', detail: 'Not checked: it counts ids of fields that only an org has. 3,900 typed characters are.' },
  { what: 'Buttons, links, email templates, approval processes, workflow', detail: 'No contexts. Functions that only they have (URLFOR, POWER, SUBSTR, …) are refused in the words of an org.' },
];
