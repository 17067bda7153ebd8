/** Tooling rows of the standard value sets, deployed or not: they are read from the values in force. */
import type { Engine } from '../../engine/types.ts';
import { toObject } from '../elements/toObject.ts';
import { lookUp } from '../lookUp.ts';
import { STANDARD_VALUE_SETS } from '../schema/valueSets.ts';
import { standardComponent } from '../standardComponents.ts';
import { stableId } from './stableId.ts';
import type { RowContext } from './row.ts';

/** What a value has only where its row is there. */
const SAID_BY_ROWS: Readonly<Record<string, string>> = { OpportunityStage: 'forecastCategory', LeadStatus: 'converted' };

/** Writes them anew. An org whose stages have not been filled yet gets none rather than half ones. */
export function syncStandardValueSets(engine: Engine, context: RowContext): void {
  const { schema, components } = context;
  if (schema.object('StandardValueSet') === undefined) return;
  engine.deleteSystemRows('StandardValueSet', {});
  for (const name of Object.keys(STANDARD_VALUE_SETS)) {
    const content = components.get('StandardValueSet', name)?.content ?? standardComponent({ engine, schema, components }, 'StandardValueSet', name)?.content;
    if (content === undefined) continue;
    const metadata = toObject(content, 'StandardValueSet');
    const values = (metadata['standardValue'] ?? []) as readonly Readonly<Record<string, unknown>>[];
    const needed = lookUp(SAID_BY_ROWS, name);
    if (needed !== undefined && values.some((value) => value[needed] === undefined)) continue;
    engine.writeSystemRow('StandardValueSet', { Id: stableId('0Nu', ['StandardValueSet', name]), MasterLabel: name, FullName: name, Metadata: JSON.stringify(metadata) });
  }
}
