/** What is wrong with one component of a deploy, and where. */
export interface Problem {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly severity: 'Error' | 'Warning';
}

export function problem(type: string, fullName: string, fileName: string, message: string, place?: { readonly line: number; readonly column: number }, severity: Problem['severity'] = 'Error'): Problem {
  return { type, fullName, fileName, message, line: place?.line ?? null, column: place?.column ?? null, severity };
}
