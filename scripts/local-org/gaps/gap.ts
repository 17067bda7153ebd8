/**
 * What a Salesforce org does and this one does not. One file per area holds the rows; `docs/gaps.md` is generated from them.
 *
 * - `refused`: answered as `unsupported`, by name;
 * - `absent`: answered as an org without the feature or licence answers;
 * - `kept`: accepted, stored and given back, without any effect;
 * - `simplified`: it works, with the difference that is named.
 */
export interface Gap {
  /** The thing, in Salesforce's own term. */
  readonly what: string;
  readonly answer: 'refused' | 'absent' | 'kept' | 'simplified';
  /** One sentence: what happens instead, or why. */
  readonly detail: string;
}

export interface GapArea {
  readonly area: string;
  readonly gaps: readonly Gap[];
}
