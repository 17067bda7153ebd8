import type { BusinessHours, DuplicatePolicy, LeadSources, LeadSourceValue, Segment, Term } from '../model.ts';
import { WEEKDAYS, type DefinitionsSource } from '../schema/definitions.ts';
import type { SourceFile } from '../sources.ts';
import type { Places } from './places.ts';

export function termsOf({ data, yaml }: SourceFile<DefinitionsSource>, places: Places): Term[] {
  return data.terms.map((source, index): Term =>
    places.mark(
      {
        id: source.term.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, ''),
        name: source.term,
        means: source.means,
        test: source.test,
        owners: source.owners,
        approver: source.approver ?? 'Council',
        systemOfRecord: source.system_of_record ?? 'Salesforce',
        reviewBy: source.review_by ?? data.review_by,
        examples: data.examples.filter(({ terms }) => terms.includes(source.term)).map(({ id, case: situation, verdict }) => ({ id, case: situation, verdict })),
        position: yaml.locate(['terms', index]),
      },
      yaml,
      ['terms', index],
    ),
  );
}

export function segmentsOf({ data, yaml }: SourceFile<DefinitionsSource>, places: Places): Segment[] {
  return data.segments.map(({ name, from_employees: fromEmployees }, index) => places.mark({ name, fromEmployees, position: yaml.locate(['segments', index]) }, yaml, ['segments', index]));
}

export function duplicatesOf({ data: { duplicates = {} } }: SourceFile<DefinitionsSource>): DuplicatePolicy {
  const { Lead: lead = { match: 'email' }, Account: account = { match: 'domain' } } = duplicates;
  return {
    Lead: { match: lead.match, onCreate: lead.on_create ?? 'allow', onEdit: lead.on_edit ?? 'allow' },
    Account: { match: account.match, onCreate: account.on_create ?? 'allow', onEdit: account.on_edit ?? 'allow' },
  };
}

export function leadSourcesOf({ data: { lead_sources: sources }, yaml }: SourceFile<DefinitionsSource>, places: Places): LeadSources | null {
  if (sources === undefined) return null;
  const values = sources.values.map(({ value: name, means = '', was = [], utm = [], catch_all: catchAll = false }, index): LeadSourceValue => {
    const path = ['lead_sources', 'values', index];
    return places.mark({ name, means, was, utm, catchAll, position: yaml.locate(path) }, yaml, path);
  });
  return places.mark({ owners: sources.owners, values, position: yaml.locate(['lead_sources']) }, yaml, ['lead_sources']);
}

/** Days by their ISO number, Monday first. */
export function businessHoursOf({ data: { business_hours: hours }, yaml }: SourceFile<DefinitionsSource>, places: Places): BusinessHours {
  const days: Record<number, { from: string; to: string }> = {};
  for (const [index, name] of WEEKDAYS.entries()) {
    const [from, to] = hours.days[name]?.split('-') ?? [];
    if (from !== undefined && to !== undefined) days[index + 1] = { from, to };
  }
  return places.mark({ timeZone: hours.time_zone, days, holidays: hours.holidays }, yaml, ['business_hours']);
}
