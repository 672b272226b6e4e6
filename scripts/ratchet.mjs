/**
 * Holds eslint.ratchet.json to its purpose: every exception still exceeds the budget, is no larger than the file
 * needs, and says why. So the list can only shrink: who makes a file smaller must lower or drop its entry.
 *
 * { "backend/src/…/file.ts": [{ "rule": "max-lines", "limit": 380, "reason": "…" }] }
 */
import fs from 'node:fs';
import { ESLint } from 'eslint';
import { at, readJson, root } from './runtime.mjs';
import { BUDGETS } from '../eslint.config.mjs';

/** The measured number in ESLint's message: "too many lines (380)", "a complexity of 12". */
const measured = (message) => Number(/\((\d+)\)|complexity of (\d+)/.exec(message)?.slice(1).find(Boolean));

/** The largest value of a rule in a file; 0 when the file is within every limit. */
async function measure(file, rule) {
  const eslint = new ESLint({ cwd: root, overrideConfig: [{ files: [file], rules: { [rule]: BUDGETS[rule](1) } }] });
  const [result] = await eslint.lintFiles([file]);
  const found = result.messages.filter((message) => message.ruleId === rule);
  return Math.max(0, ...found.map((message) => measured(message.message)));
}

async function complaints(file, { rule, limit, reason }) {
  if (!BUDGETS[rule]) return [`${file}: ${rule} has no budget; only ${Object.keys(BUDGETS).join(', ')}`];
  if (!fs.existsSync(at(file))) return [`${file} is gone: remove its entry`];
  const size = await measure(file, rule);
  const budget = await budgetOf(file, rule);
  return [
    ...(reason?.length > 10 ? [] : [`${file}: ${rule} gives no reason`]),
    ...(size <= budget ? [`${file}: ${rule} is ${size}, within the budget of ${budget}: remove its entry`] : []),
    ...(size > budget && size < limit ? [`${file}: ${rule} has shrunk to ${size}: lower its limit from ${limit}`] : []),
  ];
}

async function budgetOf(file, rule) {
  const { default: config } = await import('../eslint.config.mjs');
  const plain = config.filter((entry) => entry.files?.[0] !== file);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, baseConfig: plain });
  const [, option] = (await eslint.calculateConfigForFile(file)).rules[rule];
  return option.max ?? option;
}

const ratchet = readJson(at('eslint.ratchet.json'));
const found = [];
for (const [file, entries] of Object.entries(ratchet)) {
  for (const entry of entries) found.push(...(await complaints(file, entry)));
}
for (const line of found) console.log(line);
process.exitCode = found.length > 0 ? 1 : 0;
