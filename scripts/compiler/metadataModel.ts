/**
 * The target of the compiler as types: the few kinds of metadata Handrail generates, with every decision already
 * made. Nothing here knows a playbook, and nothing after here decides anything.
 */

/** Leaves and branches of a metadata document. Arrays repeat their element; `undefined` leaves it out. */
export type Content = string | number | boolean | TypedValue | ContentTree | undefined;
export interface ContentTree {
  readonly [element: string]: Content | readonly Content[];
}

/** A custom metadata value, which carries its XML schema type: `xsd:string`, `xsd:boolean`, `xsd:date`, … */
export interface TypedValue {
  readonly xsdType: 'xsd:string' | 'xsd:boolean' | 'xsd:date' | 'xsd:double';
  readonly text: string;
}

/** One metadata component: where it lives in source format and what it holds. */
export interface MetadataComponent {
  /** Root element: `ValidationRule`. */
  readonly type: string;
  /** As the Metadata API names it: `Opportunity.Handrail_OPP_QUAL_01`. */
  readonly fullName: string;
  readonly path: string;
  readonly content: ContentTree;
}

export interface ValidationRule {
  readonly object: string;
  /** At most 40 characters. */
  readonly name: string;
  readonly active: boolean;
  readonly description: string;
  readonly formula: string;
  readonly errorField: string | null;
  readonly message: string;
}
