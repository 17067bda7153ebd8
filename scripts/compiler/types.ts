/** A file the compiler wants to exist. The compiler never touches the disk. */
export interface GeneratedFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly contents: string;
}
