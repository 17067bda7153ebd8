/** The generated pages and regions. Each is a pure function of what the code and the playbook declare. */
import { EXIT_MEANINGS } from '../cli/cliError.ts';
import { COMMANDS } from '../cli/commands/index.ts';
import { DRIFT_KINDS } from '../drift/difference.ts';
import { FORMULA_GAPS, FUNCTIONS } from '../formula/index.ts';
import { gateManifestJsonSchema } from '../gates/index.ts';
import { GAP_AREAS } from '../local-org/gaps/index.ts';
import { operationTable } from '../local-org/operations/table.ts';
import { FACTS } from '../metrics/facts/index.ts';
import { INPUTS } from '../metrics/inputs.ts';
import { DIAGNOSTICS, generateSchemas, type Playbook } from '../playbook/index.ts';
import { FILE_NAMES, topicOf } from '../playbook/topics.ts';
import { commandsReference } from './reference/commands.ts';
import { criteriaReference } from './reference/criteria.ts';
import { diagnosticsReference } from './reference/diagnostics.ts';
import { fieldsReference } from './reference/fields.ts';
import { findingsReference } from './reference/findings.ts';
import { formulaFunctionsReference } from './reference/formulaFunctions.ts';
import { localOrgOperationsReference } from './reference/localOrgOperations.ts';
import { metricsReference } from './reference/metrics.ts';
import { playbookKeysReference, type Schema, type TopicSchema } from './reference/playbookKeys.ts';
import { formulaGaps, localOrgGaps } from './regions/gaps.ts';
import { apiCoverage } from './regions/localOrg.ts';

export function generateReferences(playbook: Playbook): ReadonlyMap<string, string> {
  return new Map([
    ['commands.md', commandsReference(COMMANDS, EXIT_MEANINGS)],
    ['criteria.md', criteriaReference(playbook)],
    ['diagnostics.md', diagnosticsReference(DIAGNOSTICS)],
    ['fields.md', fieldsReference(playbook)],
    ['findings.md', findingsReference(DRIFT_KINDS)],
    ['formula-functions.md', formulaFunctionsReference(FUNCTIONS)],
    ['gate-manifest.schema.json', gateManifestJsonSchema()],
    ['local-org-operations.md', localOrgOperationsReference(operationTable())],
    ['metrics.md', metricsReference(playbook, { facts: FACTS, inputs: INPUTS })],
    ['playbook-keys.md', playbookKeysReference(topicSchemas())],
  ]);
}

/** Pages that people write, with the regions that are generated: file name to region to text. */
export function generateRegions(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map([
    ['gaps.md', { 'formula-gaps': formulaGaps(FORMULA_GAPS), 'local-org-gaps': localOrgGaps(GAP_AREAS) }],
    ['local-org.md', { 'api-coverage': apiCoverage(operationTable()) }],
  ]);
}

/** Files by topic: fields stand in as many as there are objects, texts in as many as there are further languages. */
const FILES: readonly (readonly [shown: string, example: string])[] = [...FILE_NAMES.map((name) => [name, name] as const), ['…-fields.yaml', '…-fields.yaml'], ['languages/….yaml', 'languages/de.yaml']];

/** The schemas with the names of the files they check. */
function topicSchemas(): TopicSchema[] {
  return generateSchemas().map(({ path, contents }) => {
    const files = FILES.filter(([, example]) => path.endsWith(`/${topicOf(example)?.name ?? ''}.schema.json`)).map(([shown]) => shown);
    return { files, schema: JSON.parse(contents) as Schema };
  });
}
