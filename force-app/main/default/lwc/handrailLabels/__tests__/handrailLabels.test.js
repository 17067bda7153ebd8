import { readFileSync } from 'node:fs';
import { format, labels } from 'c/handrailLabels';

const XML = readFileSync('force-app/main/default/labels/CustomLabels.labels-meta.xml', 'utf8');
const defined = [...XML.matchAll(/<fullName>handrail(\w+)<\/fullName>/g)].map(([, name]) => name[0].toLowerCase() + name.slice(1));

describe('labels', () => {
    it('names exactly the custom labels that are deployed', () => {
        expect(Object.keys(labels).sort()).toEqual(defined.sort());
    });

    it('fills places, and leaves one without a value as it is', () => {
        expect(format('Day {0} of {1}', 12, 14)).toBe('Day 12 of 14');
        expect(format('{0} {1}', 'a')).toBe('a {1}');
        expect(format('{0}', '$&')).toBe('$&');
    });
});
