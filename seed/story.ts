import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Role } from '../backend/src/core/access/permissions.js';
import type { ContainmentOutcome } from '../backend/src/core/incident/report.js';
import type { Moment, StoryVerdict } from './story-parts.js';
import type { StoryAdjudication } from './story-adjudication.js';
import type { StoryProtection } from './story-protection.js';

export interface Person {
  readonly user: string;
  readonly name: string;
  readonly isAdmin?: boolean;
  readonly role?: Role;
  readonly team?: string;
  readonly unit?: string;
}

export interface StoryTeam {
  readonly name: string;
  readonly ipv6?: boolean;
}

/** Name, class, address in short form, description. */
export type StoryTarget = readonly [string, string, string, string];

export interface StoryUnit {
  readonly name: string;
  readonly industry: string;
  readonly isKey?: boolean;
  readonly subordinates: readonly string[];
  readonly targets: readonly StoryTarget[];
}

export interface StoryNode {
  readonly asset: string;
  readonly unit?: string;
  readonly zone: 'INTERNET' | 'DMZ' | 'OFFICE' | 'CORE' | 'PRODUCTION' | 'TEST';
  readonly ip: string;
  readonly from?: string;
  /** What counts as the same system; the machine's address when left out. */
  readonly sys?: string;
  readonly means: readonly string[];
  readonly tech: string;
  readonly row: string | number;
  readonly as?: string;
  readonly qty?: number;
  readonly factors?: readonly string[];
  readonly measures?: Readonly<Record<string, string>>;
  readonly text: string;
  readonly verdict?: StoryVerdict;
  readonly rescored?: StoryRescoring;
}

/** A proposal to rule otherwise: when and by whom, as the parties are told, and who applied it; open without that. */
export interface StoryRescoring extends StoryVerdict {
  readonly proposed: readonly [Moment, string];
  readonly told: string;
  readonly applied?: readonly [Moment, string];
}

export interface StoryAttack {
  readonly key: string;
  readonly team: string;
  readonly unit: string;
  readonly target: string;
  readonly title: string;
  readonly during: readonly [Moment, Moment];
  readonly filed?: Moment;
  /** Set instead of `filed` for one that stays a draft. */
  readonly draft?: Moment;
  readonly by?: string;
  /** When, by whom, and how many nodes (all when left out). */
  readonly judged?: readonly [Moment, string, number?];
  readonly claimed?: readonly [Moment, string];
  readonly from: string;
  readonly controls: readonly string[];
  readonly summary: string;
  readonly fix: string;
  readonly nodes: readonly StoryNode[];
}

export type ReportName = 'detection' | 'response' | 'attribution';

export interface StoryIncident {
  readonly key: string;
  readonly unit: string;
  readonly title: string;
  readonly asset: string;
  readonly source: string;
  readonly by?: string;
  readonly attack: Moment;
  readonly found: Moment;
  readonly addresses: readonly string[];
  readonly means: readonly string[];
  readonly fact: string;
  readonly reports: Readonly<Partial<Record<ReportName, Moment>>>;
  /** What the unit says its response came to. */
  readonly outcome?: ContainmentOutcome;
  readonly drafts?: Readonly<Partial<Record<ReportName, Moment>>>;
  /** When, by whom, and the attacks it is linked to. */
  readonly link?: readonly [Moment, string, ...string[]];
  /** When, by whom, quarters per item, comment. */
  readonly marks?: readonly [Moment, string, string, string];
}

export interface StoryBonus {
  readonly key: string;
  readonly unit: string;
  readonly kind: string;
  readonly by?: string;
  readonly filed: Moment;
  readonly title: string;
  readonly text: string;
  /** When, by whom, points (null = refused), reason. */
  readonly judged?: readonly [Moment, string, string | null, string];
}

/** Sentences per rubric item, by kind of report. */
export type ReportTexts = Readonly<
  Record<'DETECTION' | 'RESPONSE' | 'ATTRIBUTION', Readonly<Record<string, readonly string[]>>>
>;

export interface Story {
  readonly exercise: {
    readonly code: string;
    readonly name: string;
    readonly host: string;
    readonly timeZone: string;
    readonly attackRules: string;
    readonly defenseRules: string;
  };
  readonly people: readonly Person[];
  /** Password of everybody who is not in accounts.json. */
  readonly password: string;
  readonly teams: readonly StoryTeam[];
  readonly units: readonly StoryUnit[];
  readonly attacks: readonly StoryAttack[];
  readonly incidents: readonly StoryIncident[];
  readonly bonuses: readonly StoryBonus[];
  readonly texts: ReportTexts;
  readonly adjudication: StoryAdjudication;
  readonly protection: StoryProtection;
}

/** One demo account as printed at start. */
export interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly note: string;
}

type Contents = Readonly<Record<'exercise', Story['exercise']> & Record<string, readonly string[]>>;

/** Reads story.yaml and the files it names from the seed folder. */
export function readStory(folder: string): Story {
  const contents = read(join(folder, 'story.yaml')) as Contents;
  const gather = <T>(part: string, list: string): T[] =>
    (contents[part] ?? []).flatMap(
      (file) => (read(join(folder, 'story', `${file}.yaml`)) as Record<string, T[]>)[list] ?? [],
    );
  const [textFile = ''] = contents['texts'] ?? [];
  const [peopleFile = ''] = contents['people'] ?? [];
  const [adjudicationFile = ''] = contents['adjudication'] ?? [];
  const [protectionFile = ''] = contents['protection'] ?? [];
  return {
    exercise: contents.exercise,
    people: gather('people', 'people'),
    password: (read(join(folder, 'story', `${peopleFile}.yaml`)) as { password: string }).password,
    teams: gather('units', 'teams'),
    units: gather('units', 'units'),
    attacks: gather('attacks', 'attacks'),
    incidents: gather('incidents', 'incidents'),
    bonuses: gather('bonuses', 'bonuses'),
    texts: (read(join(folder, 'story', `${textFile}.yaml`)) as { texts: ReportTexts }).texts,
    adjudication: read(join(folder, 'story', `${adjudicationFile}.yaml`)) as StoryAdjudication,
    protection: read(join(folder, 'story', `${protectionFile}.yaml`)) as StoryProtection,
  };
}

/** The demo accounts with their published passwords. */
export function readAccounts(folder: string): Account[] {
  return JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8')) as Account[];
}

function read(path: string): unknown {
  return parse(readFileSync(path, 'utf8'));
}
