/**
 * Generated parts of pages that people write otherwise:
 *
 *     <!-- generated: name -->
 *     …
 *     <!-- end -->
 */

const REGION = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * The page with its regions written anew.
 * @throws Error when the page names a region that nobody writes, or lacks one that it should have
 */
export function fillRegions(page: string, regions: Readonly<Record<string, string>>): string {
  const filled = new Set<string>();
  const text = page.replace(REGION, (_whole, open: string, name: string, close: string) => {
    const content = regions[name];
    if (content === undefined) throw new Error(`Nothing writes the region "${name}".`);
    filled.add(name);
    return `${open}\n${content}\n\n${close}`;
  });
  const missing = Object.keys(regions).filter((name) => !filled.has(name));
  if (missing.length > 0) throw new Error(`The page has no region "${missing.join('", "')}".`);
  return text;
}
