/** Generated from the playbook by `handrail build`; change config/playbook instead. */
import LANG from '@salesforce/i18n/lang';
import { speak, textsFor } from './language';
import { handoffs, milestones, objects, playbook } from './playbook';
import { texts as deTexts } from './de';

const texts = textsFor(LANG, { de: deTexts });
if (texts) {
	speak(texts, { handoffs, milestones, objects, playbook });
}

export * from './playbook';
