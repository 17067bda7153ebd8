/**
 * The vocabulary of the formula library: the syntax tree, the types of the language and the shapes that
 * cross its border. Everything that crosses the border is a JSON scalar (see {@link RawValue}), so that
 * a record from the REST API, a row from SQLite and a fixture in a test look the same.
 */

/** Half-open range of UTF-16 offsets into the formula text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '&&' | '||';
export type UnaryOperator = '-' | '+' | '!';

/** `==` is read as `=` and `!=` as `<>`: the tree has one node for one meaning. */
export type Expression =
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'null'; readonly span: Span }
  /** `Account.Industry`, `$Permission.Handrail_Bypass_Opportunity_Gates`; `merge` when written `{!$Record.StageName}`, as flows do. */
  | { readonly kind: 'reference'; readonly path: readonly string[]; readonly merge?: true; readonly span: Span }
  /** `name` is upper case. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression; readonly span: Span }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly span: Span };

/** Types of the language. Currency and Percent compute as Number; they differ in how a result is shown. */
export type FormulaType =
  | 'Number' | 'Currency' | 'Percent' | 'Text' | 'Boolean' | 'Date' | 'DateTime' | 'Time'
  | 'Picklist' | 'MultiPicklist' | 'Id' | 'Geolocation' | 'Null';

/** What a reference stands for. */
export interface ReferenceType {
  readonly type: FormulaType;
  /** API values of a picklist that a record can hold, for checking literals compared with it. Absent: not known, not checked. */
  readonly picklistValues?: readonly string[];
  readonly scale?: number;
  readonly length?: number;
  readonly longText?: boolean;
  /** Why no formula of this kind may read it, although it is there. */
  readonly refusal?: { readonly code: 'wrong-type' | 'unknown-field' | 'unsupported'; readonly message: string };
  /** A formula field whose text is a link or a picture: nothing but a page can look into it. */
  readonly markup?: boolean;
  /** Of `$ObjectType.Rate__c.Fields.Name`: a field that VLOOKUP reads, which has no value here. Absent: an ordinary reference. */
  readonly lookup?: LookupField;
}

/** A field of another object, as VLOOKUP names it. */
export interface LookupField {
  readonly object: string;
  readonly field: string;
  /** It is the object's record name, the only field that can be searched. */
  readonly isName: boolean;
  /** Its type is one that VLOOKUP returns. */
  readonly returnable: boolean;
}

/** Where the formula stands; decides which functions and globals are allowed. */
export type FormulaContextKind = 'validationRule' | 'formulaField' | 'defaultValue' | 'flow';

export interface FormulaContext {
  readonly kind: FormulaContextKind;
  /** Resolves a path, case-insensitively; `undefined` when nothing has that name. */
  resolve(path: readonly string[]): ReferenceType | undefined;
  /** The type that the formula has to yield. Validation rules are always Boolean. Absent: not checked. */
  readonly returnType?: FormulaType;
  /** True to allow the functions and globals of every context at once, for tests of the language itself. */
  readonly unrestricted?: boolean;
  /** Why a function cannot be computed where the formula is to run; undefined when it can. */
  refuses?(functionName: string): string | undefined;
  /** How big a formula field becomes where it is referenced, see estimateCompiledSize; undefined for fields that are stored. */
  compiledSizeOf?(path: readonly string[]): { readonly value: number; readonly guard: number } | undefined;
  /** Names near an unknown one, for the did-you-mean. */
  suggest?(path: readonly string[]): string | undefined;
}

export interface FormulaProblem {
  /**
   * Stable: `syntax`, `unknown-function`, `unknown-field`, `wrong-type`, `wrong-argument-count`, `picklist-use`,
   * `not-allowed-here`, `too-long`, `unsupported`; `compiled-size`; as a warning, `picklist-value` and `compiled-size`.
   */
  readonly code: string;
  /** Absent means `error`. A warning is something Salesforce saves and then never finds true. */
  readonly severity?: 'error' | 'warning';
  /** Reads like Salesforce's own compile-time message where one is known. */
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
}

/**
 * A value at the border: text, picklist and id as string; number, currency and percent (as typed: 15 for
 * 15 %) as number or decimal string; date `YYYY-MM-DD`; date-time ISO 8601 in UTC; time `HH:mm:ss.SSS`;
 * multi-select as `a;b`.
 */
export type RawValue = string | number | boolean | null;

/** Reads a field by path; `undefined` and `null` both mean blank. */
export type RecordReader = (path: readonly string[]) => RawValue | undefined;

/** What a few functions ask of the org. A function whose question is absent here is `unsupported` when it is evaluated. */
export interface OrgLookups {
  /** VLOOKUP: a field of the first record of the object with that name, in any case; undefined when there is none. */
  lookUp?(object: string, field: string, name: string): RawValue | undefined;
  /** CURRENCYRATE: units of the currency for one of the corporate currency; undefined when the org has no such currency. */
  currencyRate?(isoCode: string): RawValue | undefined;
  /** CASESAFEID: whether ids of one of the org's objects begin with these three characters. */
  hasKeyPrefix?(prefix: string): boolean;
  /** GETSESSIONID. */
  sessionId?(): string;
}

export interface EvaluationInput {
  readonly record: RecordReader;
  /** The record before this save; absent when it is being created. */
  readonly prior?: RecordReader;
  readonly isNew?: boolean;
  readonly isClone?: boolean;
  /** The instant that NOW() answers. */
  readonly now: Date;
  /** IANA zone of the running user: TODAY() and date-time conversions use it. */
  readonly timeZone: string;
  /** How blank numbers count. Validation rules are always `blank`. */
  readonly blanks?: 'zero' | 'blank';
  readonly org?: OrgLookups;
}
