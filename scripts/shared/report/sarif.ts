/** The frame of a SARIF 2.1.0 log, whatever its results are about. */
import { createHash } from 'node:crypto';

export interface SarifResult {
  readonly ruleId: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  /** A result without a place is not shown by code scanning. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** What makes it the same result in the next run. */
  readonly identity: string;
  /** Further members of the result, such as `properties` or `suppressions`. */
  readonly more?: object;
}

/** A reportingDescriptor: its `id`, and what SARIF has for it. */
export interface SarifRule {
  readonly id: string;
  readonly [member: string]: unknown;
}

export interface SarifRun {
  readonly version: string;
  /** Rules with their `id`; results name them. */
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** What could not be looked at. */
  readonly notifications: readonly string[];
}

/** GitHub refuses an upload with more results in a run, and shows the 5,000 gravest of them. */
const MOST_RESULTS = 25_000;
const GRAVEST_FIRST = ['error', 'warning', 'note'];

/** @param fingerprint name of the fingerprint: `handrailFinding/v1` */
export function sarifLog({ version, rules, results: all, notifications }: SarifRun, fingerprint: string): string {
  const results = all.length <= MOST_RESULTS ? all : all.toSorted((left, right) => GRAVEST_FIRST.indexOf(left.level) - GRAVEST_FIRST.indexOf(right.level)).slice(0, MOST_RESULTS);
  const leftOut = all.length - results.length;
  const warnings = leftOut === 0 ? notifications : [`${all.length.toLocaleString('en-US')} results: the ${MOST_RESULTS.toLocaleString('en-US')} gravest are here, and ${leftOut.toLocaleString('en-US')} more in the other forms of the report.`, ...notifications];
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index] as const));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'handrail', semanticVersion: version, rules } },
      columnKind: 'utf16CodeUnits',
      results: results.map(({ ruleId, level, message, place, identity, more }) => ({
        ruleId,
        ruleIndex: ruleIndexes.get(ruleId) ?? -1,
        level,
        message: { text: message },
        locations: [{ physicalLocation: { artifactLocation: { uri: uri(place.file) }, region: { startLine: place.line, startColumn: place.column } } }],
        partialFingerprints: { [fingerprint]: createHash('sha256').update(identity).digest('hex') },
        ...more,
      })),
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: warnings.map((text) => ({ level: 'warning', message: { text } })) }],
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function uri(file: string): string {
  return file.replaceAll('\\', '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
