import type { Playbook } from '../playbook/model.ts';
import type { HandrailCommand } from './handrailCommand.ts';

/**
 * Warns where the org counts its fiscal years otherwise than the playbook, or nobody knows how it names them.
 * @param snapshot folder of a snapshot; null where there is none, since loaders do not bring the names of fiscal years along
 */
export async function warnOfFiscalYear(command: HandrailCommand, { fiscalYearStart }: Playbook, snapshot: string | null): Promise<void> {
  const { manifestIn, saysOfFiscalYear } = await import('../metrics/snapshot.ts');
  const manifest = snapshot === null ? undefined : await manifestIn(snapshot);
  const said = saysOfFiscalYear(manifest ?? {}, fiscalYearStart);
  if (said !== null) command.warn(said);
}
