import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { runExample } from '../../core/board/worked-example.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { compareContents } from '../../core/ruleset/compare.js';
import type { WorkedExample } from '../../core/ruleset/example.js';
import { contentOf } from '../../core/ruleset/hash.js';
import { parseRuleSet, readRuleSet } from '../../core/ruleset/parse.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import { RuleSource } from '../../core/ruleset/source.js';
import type { Settings } from '../../core/ruleset/words.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { INSTANCE_STREAM, Journal } from '../../platform/journal/journal.service.js';
import type { ExampleOutcome, RuleSetCheck, RuleSetComparison } from './rule-set-check.types.js';
import type { PublishRuleSetInput, RuleSetFileInput, RuleSettingInput } from './rule-set.inputs.js';
import { ruleSetView } from './rule-set.view.js';
import { invalidRuleSet, RuleSetService } from './ruleset.service.js';

/** Examining, adding and comparing rule-set files. */
@Injectable()
export class RuleSetCheckService {
  constructor(
    private readonly journal: Journal,
    private readonly ruleSets: RuleSetService,
  ) {}

  /** Every problem of a file and how its worked examples come out. @throws Refusal BAD_INPUT for a wrong setting */
  async check(file: RuleSetFileInput): Promise<RuleSetCheck> {
    const source = new RuleSource(file.text, file.fileName);
    const outcome = readRuleSet(source, settingsOf(file.settings));
    if ('problems' in outcome) return { problems: [...outcome.problems], ruleSet: null, isStored: false, examples: [] };
    const { ruleSet } = outcome;
    return {
      problems: [],
      ruleSet: ruleSetView(ruleSet),
      isStored: await this.ruleSets.isStored(ruleSet.hash),
      examples: await examplesOf(source, ruleSet),
    };
  }

  /**
   * Adds a version that has no problems and whose examples hold.
   * @throws Refusal RULE_SET_INVALID naming each problem at its line, or each example that does not hold; NAME_TAKEN
   *   for a version that is there already
   */
  async publish(input: PublishRuleSetInput, viewer: Viewer | null): Promise<RuleSet> {
    const { commandId, text, fileName, note } = input;
    const actor = requireViewer(viewer);
    const { ruleSet, examples } = await this.check(input);
    const failed = examples.filter(({ mismatches }) => mismatches.length > 0);
    if (failed.length > 0) {
      const fields = failed.map(({ name }) => ({ path: `examples.${name}`, code: 'EXAMPLE_FAILS' }));
      throw new Refusal('RULE_SET_INVALID', { count: String(failed.length) }, fields);
    }
    const version = { text, fileName, settings: settingsOf(input.settings), note, addedById: actor.userId };
    const command = { streamId: INSTANCE_STREAM, kind: 'RULE_SET_PUBLISHED', commandId, content: input, actor };
    await this.journal.append(command, async (tx) => {
      // A repeat of this command was answered before: this is another one for a version that is there.
      if (await this.ruleSets.isStored(ruleSet?.hash ?? '', tx)) {
        throw new Refusal('NAME_TAKEN', {}, [{ path: 'text', code: 'TAKEN' }]);
      }
      const { hash, key } = await this.ruleSets.add(version, tx);
      return { subjectId: commandId, details: { hash, key, note } };
    });
    return this.ruleSets.byHash(ruleSet?.hash ?? '');
  }

  /** A stored version with other readings. @throws Refusal NOT_FOUND, BAD_INPUT, RULE_SET_INVALID */
  async reading(choice: { readonly hash: string; readonly settings: readonly RuleSettingInput[] }): Promise<RuleSet> {
    if (choice.settings.length === 0) return this.ruleSets.byHash(choice.hash);
    const { text, fileName, settings } = await this.ruleSets.storedByHash(choice.hash);
    const outcome = parseRuleSet(text, fileName, { ...settings, ...settingsOf(choice.settings) });
    if ('problems' in outcome) throw invalidRuleSet(outcome.problems);
    return outcome.ruleSet;
  }

  /** What differs between two stored versions. @throws Refusal NOT_FOUND */
  async compare(before: string, after: string): Promise<RuleSetComparison> {
    const [left, right] = [await this.ruleSets.storedByHash(before), await this.ruleSets.storedByHash(after)];
    const changes = compareContents(contentOf(left.text, left.settings), contentOf(right.text, right.settings));
    return {
      id: `${before}:${after}`,
      before: ruleSetView(await this.ruleSets.byHash(before)),
      after: ruleSetView(await this.ruleSets.byHash(after)),
      changes: changes.map((change) => ({ ...change, where: [...change.where] })),
    };
  }
}

/** The examples test the file as written, each under the readings it names; other readings only choose. */
async function examplesOf(source: RuleSource, ruleSet: RuleSet): Promise<ExampleOutcome[]> {
  const outcomes: ExampleOutcome[] = [];
  for (const example of ruleSet.examples) {
    const { name, title } = example;
    outcomes.push({ name, title, mismatches: mismatchesOf(source, example) });
    // Each is a parse and a computation: others must not wait for all of them.
    await setImmediate();
  }
  return outcomes;
}

function mismatchesOf(source: RuleSource, example: WorkedExample): ExampleOutcome['mismatches'] {
  const outcome = readRuleSet(source, example.set);
  if ('ruleSet' in outcome) return runExample(outcome.ruleSet, example);
  return outcome.problems.map(({ path, message }) => ({ what: path, expected: '', actual: message.en }));
}

/** @throws Refusal BAD_INPUT for a path given twice and for a value that is not JSON */
function settingsOf(inputs: readonly RuleSettingInput[]): Settings {
  const paths = inputs.map(({ path }) => path);
  const problems: FieldProblem[] = [];
  const entries = inputs.map(({ path, value }, index): [string, unknown] => {
    if (paths.indexOf(path) < index) problems.push({ path: `settings.${index}.path`, code: 'TAKEN' });
    try {
      return [path, JSON.parse(value)];
    } catch {
      problems.push({ path: `settings.${index}.value`, code: 'WRONG_FORM' });
      return [path, null];
    }
  });
  refuseBadInput(problems);
  return Object.fromEntries(entries);
}
