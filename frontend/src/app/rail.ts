import type { Role } from '../gql/schema.js';
import type { MessageKey } from '../lib/text.js';
import type { IconName } from '../ui/icons.js';

/** One entry of the rail; `name` is the route. Only pages that exist. */
export interface RailEntry {
  readonly name: string;
  readonly label: Extract<MessageKey, `common.rail.${string}`>;
  readonly icon: IconName;
  /** Further routes that belong to this entry. */
  readonly also?: readonly string[];
}

const rules: RailEntry = {
  name: 'rules',
  label: 'common.rail.rules',
  icon: 'book',
  also: ['rule-versions', 'rule-version', 'rule-comparison', 'rule-new'],
};
const regulations: RailEntry = { ...rules, label: 'common.rail.regulations' };
const board: RailEntry = { name: 'board', label: 'common.rail.board', icon: 'board', also: ['explain'] };

const rating: RailEntry = { name: 'rating', label: 'common.rail.rating', icon: 'gauge' };

const abnormal: RailEntry = { name: 'abnormal', label: 'common.rail.abnormal', icon: 'ban' };

const rescorings: RailEntry = {
  name: 'rescorings',
  label: 'common.rail.rescorings',
  icon: 'gavel',
  also: ['rescoring', 'rescoring-new'],
};

const relations: RailEntry = { name: 'relations', label: 'common.rail.relations', icon: 'chain', also: ['policy'] };

const statistics: RailEntry = { name: 'statistics', label: 'common.rail.statistics', icon: 'pulse' };

const appeals: RailEntry = {
  name: 'appeals',
  label: 'common.rail.appeals',
  icon: 'horn',
  also: ['appeal', 'appeal-new', 'appeal-record'],
};

/** What a referee finds; the chief referee has the figures besides. */
const refereeWith = (more: readonly RailEntry[]): readonly RailEntry[] => [
  { name: 'queue', label: 'common.rail.queue', icon: 'queue' },
  { name: 'marking', label: 'common.rail.marking', icon: 'marks' },
  { name: 'links', label: 'common.rail.links', icon: 'link' },
  { name: 'groups', label: 'common.rail.groups', icon: 'copies' },
  rescorings,
  appeals,
  abnormal,
  rating,
  plans,
  drills,
  relations,
  ...more,
  rules,
  board,
];

const retention: RailEntry = {
  name: 'retention',
  label: 'common.rail.retention',
  icon: 'eye',
  also: ['destruction-certificate'],
};

const protection: RailEntry = {
  name: 'protection',
  label: 'common.rail.protection',
  icon: 'calendar',
  also: [
    ...['protection-calendar', 'protection-new', 'protection-period', 'protection-edit'],
    ...['reports', 'incident-notice', 'period-summary'],
  ],
};

const blocks: RailEntry = { name: 'blocks', label: 'common.rail.blocks', icon: 'stop', also: ['blocks-for'] };

const remediations: RailEntry = {
  name: 'remediations',
  label: 'common.rail.remediations',
  icon: 'pencil',
  also: ['remediation'],
};

const duty: RailEntry = { name: 'duty', label: 'common.rail.duty', icon: 'clock', also: ['duty-log', 'duty-setup'] };

const plans: RailEntry = { name: 'plans', label: 'common.rail.plans', icon: 'plan', also: ['plan', 'plan-import'] };

const drills: RailEntry = {
  name: 'drills',
  label: 'common.rail.drills',
  icon: 'play',
  also: ['drill', 'drill-review'],
};

const myDrills: RailEntry = { name: 'my-drills', label: 'common.rail.drills', icon: 'play' };

/** What each role finds in the rail, in the order of its work. */
export const railOf: Readonly<Record<Role, readonly RailEntry[]>> = {
  REFEREE: refereeWith([]),
  CHIEF_REFEREE: refereeWith([statistics, retention]),
  ATTACKER: [
    { name: 'submissions', label: 'common.rail.submissions', icon: 'file', also: ['submission', 'submission-new'] },
    { name: 'targets', label: 'common.rail.targets', icon: 'target' },
    appeals,
    abnormal,
    regulations,
    board,
  ],
  DEFENDER: [
    { name: 'incidents', label: 'common.rail.incidents', icon: 'flag', also: ['incident'] },
    { name: 'losses', label: 'common.rail.losses', icon: 'shield' },
    { name: 'bonuses', label: 'common.rail.bonuses', icon: 'star' },
    protection,
    duty,
    blocks,
    remediations,
    myDrills,
    appeals,
    abnormal,
    regulations,
    board,
  ],
  ORGANIZER: [
    { name: 'control', label: 'common.rail.control', icon: 'control', also: ['finalization'] },
    { name: 'units', label: 'common.rail.units', icon: 'units' },
    { name: 'teams', label: 'common.rail.teams', icon: 'flag' },
    { name: 'targets-admin', label: 'common.rail.targetsAdmin', icon: 'target' },
    { name: 'people', label: 'common.rail.people', icon: 'people' },
    protection,
    duty,
    remediations,
    plans,
    drills,
    { name: 'policy', label: 'common.rail.policy', icon: 'marks', also: ['relations'] },
    rescorings,
    appeals,
    abnormal,
    rating,
    statistics,
    rules,
    board,
    { name: 'journal', label: 'common.rail.journal', icon: 'journal' },
    {
      name: 'custody',
      label: 'common.rail.custody',
      icon: 'eye',
      also: ['custody-mark', 'retention', 'destruction-certificate'],
    },
  ],
  DUTY_OFFICER: [protection, duty, blocks, remediations, myDrills, rules, board],
  OBSERVER: [rules, board],
};
