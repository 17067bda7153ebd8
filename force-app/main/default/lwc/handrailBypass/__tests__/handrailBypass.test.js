import { readdirSync } from 'node:fs';
import { bypasses } from 'c/handrailBypass';
import { objects } from 'c/handrailPlaybook';

jest.mock('@salesforce/customPermission/Handrail_Bypass_Closing_Gates', () => ({ __esModule: true, default: true }));

const families = [...new Set(Object.values(objects).flatMap(({ criteria }) => criteria.map(({ family }) => family)))].sort();

it('knows the family of each permission', () => {
    expect(families.filter(bypasses)).toEqual(['Closing']);
    expect(bypasses('Unheard of')).toBe(false);
});

it('has a custom permission for every family of the playbook', () => {
    const deployed = readdirSync('force-app/main/default/customPermissions');
    expect(families.filter((family) => !deployed.includes(`Handrail_Bypass_${family}_Gates.customPermission-meta.xml`))).toEqual([]);
});
