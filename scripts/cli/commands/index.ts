import Build from './build.ts';
import Check from './check.ts';
import DriftAdopt from './drift/adopt.ts';
import DriftIgnore from './drift/ignore.ts';
import DriftRecord from './drift/record.ts';
import DriftRevert from './drift/revert.ts';
import Drift from './drift.ts';
import Extract from './extract.ts';
import GateCheck from './gate/check.ts';
import Init from './init.ts';
import Metrics from './metrics.ts';
import OrgPage from './org/page.ts';
import OrgStart from './org/start.ts';
import Plan from './plan.ts';
import ReviewClose from './review/close.ts';
import ReviewDecide from './review/decide.ts';
import ReviewDictionary from './review/dictionary.ts';
import ReviewPull from './review/pull.ts';
import Review from './review.ts';
import Scan from './scan.ts';
import Sync from './sync.ts';

/** Every command by its name. The heavy parts are imported when a command runs, not here. */
export const COMMANDS = {
  build: Build,
  check: Check,
  drift: Drift,
  'drift:adopt': DriftAdopt,
  'drift:ignore': DriftIgnore,
  'drift:record': DriftRecord,
  'drift:revert': DriftRevert,
  extract: Extract,
  'gate:check': GateCheck,
  init: Init,
  metrics: Metrics,
  'org:page': OrgPage,
  'org:start': OrgStart,
  plan: Plan,
  review: Review,
  'review:close': ReviewClose,
  'review:decide': ReviewDecide,
  'review:dictionary': ReviewDictionary,
  'review:pull': ReviewPull,
  scan: Scan,
  sync: Sync,
};
