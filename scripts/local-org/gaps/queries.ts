import type { GapArea } from './gap.ts';

export const queriesGaps: GapArea = {
  area: 'Queries and search',
  gaps: [
    { what: 'convertCurrency() and currency literals (USD5000)', answer: 'refused', detail: 'The org has one currency; what an org without multiple currencies answers is not known.' },
    { what: 'FORMAT()', answer: 'simplified', detail: 'Dates, date-times, numbers and dollars for users of the locale en_US; other locales and types are refused.' },
    { what: 'DISTANCE() and geolocation fields', answer: 'simplified', detail: 'Distances of addresses in WHERE (with < and >) and ORDER BY; in SELECT, and with geolocation fields, which do not exist, they are refused.' },
    { what: 'USING SCOPE', answer: 'simplified', detail: 'everything and mine; team, my_territory, delegated and the others are refused.' },
    { what: 'WITH (data categories, SECURITY_ENFORCED, USER_MODE), UPDATE TRACKING and VIEWSTAT, SET OPTIONS', answer: 'refused', detail: 'They belong to Knowledge, Apex and Data 360.' },
    { what: 'FOR VIEW, FOR REFERENCE, FOR UPDATE', answer: 'kept', detail: 'Accepted; nothing is marked as seen, and a lock would end with the request.' },
    { what: 'toLabel() in ORDER BY, GROUP BY and grouped queries', answer: 'refused', detail: 'It works in SELECT and WHERE.' },
    { what: 'HAVING on a grouped field beside ROLLUP or CUBE', answer: 'refused', detail: 'HAVING on aggregates works.' },
    { what: 'ORDER BY, LIMIT, OFFSET and GROUP BY inside a semi-join', answer: 'refused', detail: 'The reference excludes them; the wording of an org is not known.' },
    { what: 'Functions in SELECT without GROUP BY', answer: 'simplified', detail: 'toLabel(), FORMAT() and FIELDS() of a field; nested ones are refused.' },
    { what: 'Fiscal years', answer: 'simplified', detail: 'Standard ones: twelve months from the start month of the organization, with the names it gives them (company settings); custom ones are refused. Weeks start on Sunday.' },
    { what: 'Order of text', answer: 'simplified', detail: 'By its characters without case (ASCII), not by the locale of the user; groups of text beyond ASCII tell upper from lower case.' },
    { what: 'Objects of the metadata catalogue', answer: 'simplified', detail: 'EntityDefinition, FieldDefinition and the others of the Tooling guide refuse COUNT, GROUP BY, OR and NOT and ignore LIMIT; custom metadata types answer as other objects do.' },
    { what: 'Limits', answer: 'simplified', detail: 'Length, OFFSET, groups, semi-joins, levels of parents and children; not the number of relationships, joined objects or formulas of a query.' },
    { what: 'Query plans (explain)', answer: 'refused', detail: 'There is no query optimizer to ask.' },
    { what: 'Wording of some refusals', answer: 'simplified', detail: 'A path of more than five parents, fields of ROLLUP and CUBE, a TYPEOF of a wrong type and a third semi-join are refused in words of ours.' },
    { what: 'Search index', answer: 'simplified', detail: 'There is none: a search reads the text fields of the objects it names. It finds a record at once, without the delay of an org, sorted by id and not by relevance.' },
    { what: 'Words of a search', answer: 'simplified', detail: 'Compared letter by letter, without case: no synonyms, stems, nicknames, spelling correction, or words of languages without blanks.' },
    { what: 'Searched fields', answer: 'simplified', detail: 'Text, text area, e-mail, phone and URL; picklists, addresses, files and feeds are not searched.' },
    { what: 'SOSL: IN SIDEBAR FIELDS, WITH clauses, USING LISTVIEW, a wildcard at the start of a term, more than 4,000 characters', answer: 'refused', detail: 'All other clauses of SOSL work.' },
    { what: 'Parameterized search: data categories, division, networks, snippets, metadata, filters', answer: 'refused', detail: 'Objects, fields, where, orderBy, limits and the search group work; spelling correction and tracking change nothing.' },
    { what: 'Tooling API search', answer: 'refused', detail: 'Query the Tooling objects instead.' },
  ],
};
