/** Asks an org what nobody could tell yet, and prints its answers: `HANDRAIL_TARGET_ORG=my-sandbox node scripts/contract/observe.ts`. */
import type { OrgConnection } from '../org/index.ts';
import { bytes, install, PREFIX, uninstall, XMLNS } from './fixture.ts';
import { DATA, openTarget } from './target.ts';

interface Question {
  readonly asks: string;
  answer(org: OrgConnection): Promise<string>;
}

/** Objects that documentation neither names nor excludes. */
const SURFACES = ['OpportunityHistory', 'OpportunityFieldHistory', 'LeadHistory', 'OpportunityStage', 'LeadStatus', 'ForecastingQuota'];

/** Longer than 5,000 characters when the platform compiles it, far below 3,900 as typed. */
const HEAVY_FORMULA = `OR(${Array.from({ length: 60 }, (_, index) => `CONTAINS(SUBSTITUTE(LOWER(Code__c), &quot;a&quot;, &quot;b&quot;), &quot;${index}&quot;)`).join(', ')})`;

const BEFORE_SAVE_FLOW = `<?xml version="1.0" encoding="UTF-8"?>
<Flow ${XMLNS}><apiVersion>67.0</apiVersion>
<assignments><name>Mark</name><label>Mark</label><locationX>0</locationX><locationY>0</locationY><assignmentItems><assignToReference>$Record.Part__c</assignToReference><operator>Assign</operator><value><numberValue>7.0</numberValue></value></assignmentItems></assignments>
<interviewLabel>${PREFIX}</interviewLabel><label>${PREFIX}</label><processType>AutoLaunchedFlow</processType>
<start><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Mark</targetReference></connector><filterLogic>and</filterLogic><filters><field>Size__c</field><operator>IsChanged</operator><value><booleanValue>true</booleanValue></value></filters><object>HandrailContract__c</object><recordTriggerType>CreateAndUpdate</recordTriggerType><triggerType>RecordBeforeSave</triggerType></start>
<status>Active</status></Flow>
`;

const manifest = (type: string, ...names: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Package ${XMLNS}>${names.length === 0 ? '' : `<types>${names.map((name) => `<members>${name}</members>`).join('')}<name>${type}</name></types>`}<version>67.0</version></Package>\n`;

const QUESTIONS: readonly Question[] = [
  {
    asks: 'Does a change of the forecast category alone write a row of OpportunityHistory?',
    async answer(org) {
      const { id } = await org.json<{ id: string }>('POST', `${DATA}/sobjects/Opportunity`, { Name: `${PREFIX} category`, StageName: 'Prospecting', CloseDate: '2030-03-31' });
      await org.json('PATCH', `${DATA}/sobjects/Opportunity/${id}`, { ForecastCategoryName: 'Commit' });
      const rows = await org.query(`SELECT Id FROM OpportunityHistory WHERE OpportunityId = '${id}'`);
      return rows.length > 1 ? 'yes' : 'no';
    },
  },
  {
    asks: 'May a validation rule compile to more than 5,000 characters?',
    async answer(org) {
      const object = `<?xml version="1.0" encoding="UTF-8"?>\n<CustomObject ${XMLNS}><validationRules><fullName>Handrail_Contract_Heavy</fullName><active>false</active><errorConditionFormula>${HEAVY_FORMULA}</errorConditionFormula><errorMessage>heavy</errorMessage></validationRules></CustomObject>\n`;
      const files = bytes({ 'objects/HandrailContract__c.object': object, 'package.xml': manifest('ValidationRule', 'HandrailContract__c.Handrail_Contract_Heavy') });
      const { success, problems } = await org.deployMetadata(files, { checkOnly: true });
      return success ? 'yes' : `no: ${problems.join('; ')}`;
    },
  },
  {
    asks: 'Does the flow operator IsChanged hold for a new record before it is saved?',
    async answer(org) {
      const deployed = await org.deployMetadata(bytes({ 'flows/Handrail_Contract_Changed.flow': BEFORE_SAVE_FLOW, 'package.xml': manifest('Flow', 'Handrail_Contract_Changed') }), { checkOnly: false });
      if (!deployed.success) return `the flow cannot be deployed: ${deployed.problems.join('; ')}`;
      try {
        const { id } = await org.json<{ id: string }>('POST', `${DATA}/sobjects/HandrailContract__c`, { Name: `${PREFIX} flow`, Size__c: 1 });
        const [record] = await org.query<{ Part__c: number | null }>(`SELECT Part__c FROM HandrailContract__c WHERE Id = '${id}'`);
        return record?.Part__c === 7 ? 'yes' : 'no';
      } finally {
        const draft = BEFORE_SAVE_FLOW.replace('<status>Active', '<status>Draft');
        await org.deployMetadata(bytes({ 'flows/Handrail_Contract_Changed.flow': draft, 'package.xml': manifest('Flow', 'Handrail_Contract_Changed') }), { checkOnly: false });
        await org.deployMetadata(bytes({ 'package.xml': manifest('Flow'), 'destructiveChanges.xml': manifest('Flow', 'Handrail_Contract_Changed') }), { checkOnly: false });
      }
    },
  },
  ...SURFACES.map((object): Question => ({
    asks: `Do the UI API and GraphQL serve ${object}?`,
    async answer(org) {
      const info = await org.request({ method: 'GET', path: `${DATA}/ui-api/object-info/${object}` });
      await info.text();
      const query = `query { uiapi { query { ${object}(first: 1) { totalCount } } } }`;
      const answer = await org.request({ method: 'POST', path: `${DATA}/graphql`, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }), idempotent: true });
      const { errors } = JSON.parse(await answer.text()) as { errors?: readonly { message: string }[] };
      return `object-info answers ${info.status}; GraphQL ${errors === undefined || errors.length === 0 ? 'has it' : `says: ${errors[0]?.message ?? ''}`}`;
    },
  })),
];

const target = await openTarget();
try {
  process.stderr.write(`Asking ${target.connection.instanceUrl}${target.isLocal ? ', a local org: its answers prove nothing. Name an org with HANDRAIL_TARGET_ORG.' : ''}\n`);
  await install(target.connection);
  try {
    for (const { asks, answer } of QUESTIONS) {
      const text = await answer(target.connection).catch((error: unknown) => `no answer: ${error instanceof Error ? error.message : String(error)}`);
      process.stdout.write(`${asks}\n    ${text}\n`);
    }
  } finally {
    await uninstall(target.connection);
  }
} finally {
  await target.close();
}
