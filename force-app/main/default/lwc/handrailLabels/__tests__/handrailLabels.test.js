import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'c/handrailLabels';

const BUNDLES = 'force-app/main/default/lwc';
const XML = readFileSync('force-app/main/default/labels/CustomLabels.labels-meta.xml', 'utf8');
const defined = [...XML.matchAll(/<fullName>(\w+)<\/fullName>/g)].map(([, name]) => name);

const scripts = readdirSync(BUNDLES, { recursive: true })
    .map((path) => join(BUNDLES, String(path)))
    .filter((path) => path.endsWith('.js') && !path.includes('__tests__'));
const used = scripts.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/'@salesforce\/label\/c\.(\w+)'/g)].map(([, name]) => name));

describe('labels', () => {
    it('are exactly the custom labels that are deployed', () => {
        expect([...new Set(used)].sort()).toEqual([...defined].sort());
    });

    it('fills places, and leaves one without a value as it is', () => {
        expect(format('Day {0} of {1}', 12, 14)).toBe('Day 12 of 14');
        expect(format('{0} {1}', 'a')).toBe('a {1}');
        expect(format('{0}', '$&')).toBe('$&');
    });
});
