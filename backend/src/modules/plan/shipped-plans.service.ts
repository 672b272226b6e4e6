import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, Logger } from '@nestjs/common';
import { parse } from 'yaml';
import { Refusal } from '../../core/kernel/refusal.js';
import type { PlanContent } from '../../core/plan/plan.js';
import { readPlan } from '../../core/plan/read-plan.js';
import type { ShippedDrill } from './plan.types.js';

/** How a folder of scenarios/drills is named. */
const FOLDER_NAME = /^[a-z0-9][a-z0-9-]{0,60}$/;

interface Shipped {
  readonly view: ShippedDrill;
  readonly content: PlanContent;
}

/** The drills that ship with the product: one folder each below scenarios/drills. They do not change while it runs. */
@Injectable()
export class ShippedPlansService {
  private readonly log = new Logger(ShippedPlansService.name);
  private all: Promise<readonly Shipped[]> | null = null;

  async list(): Promise<ShippedDrill[]> {
    return (await this.read()).map(({ view }) => view);
  }

  /** @throws Refusal NOT_FOUND */
  async contentOf(key: string): Promise<PlanContent> {
    const found = (await this.read()).find(({ view }) => view.key === key);
    if (found === undefined) throw new Refusal('NOT_FOUND');
    return found.content;
  }

  private read(): Promise<readonly Shipped[]> {
    this.all ??= this.readAll();
    return this.all;
  }

  private async readAll(): Promise<readonly Shipped[]> {
    const root = shippedFolder();
    if (root === null) return [];
    const names = (await readdir(root)).filter((name) => FOLDER_NAME.test(name)).sort();
    const read = await Promise.all(names.map((name) => this.readOne(root, name)));
    return read.filter((shipped) => shipped !== null);
  }

  /** A folder that holds no plan is left out, and said so: the others are still there. */
  private async readOne(root: string, key: string): Promise<Shipped | null> {
    try {
      const { plan, problems } = readPlan(await readFile(join(root, key, 'plan.yaml'), 'utf8'));
      if (plan === null) throw new Error(problems.map(({ line, message }) => `${line}: ${message.en}`).join('; '));
      const about = aboutOf(parse(await readFile(join(root, key, 'scenario.yaml'), 'utf8')));
      const { durationMinutes, injects } = plan;
      const name = about.name ?? { zh: plan.title, en: plan.title };
      const view = { key, name, summary: about.summary ?? plan.summary, source: about.source ?? '', durationMinutes };
      return { view: { ...view, injectCount: injects.length }, content: plan };
    } catch (error) {
      this.log.warn(`scenarios/drills/${key} is no drill: ${String(error)}`);
      return null;
    }
  }
}

interface About {
  readonly name: { zh: string; en: string } | null;
  readonly summary: string | null;
  readonly source: string | null;
}

function aboutOf(scenario: unknown): About {
  const fields = (scenario ?? {}) as Record<string, unknown>;
  const name = (fields.name ?? {}) as Record<string, unknown>;
  const isNamed = typeof name.zh === 'string' && typeof name.en === 'string';
  return {
    name: isNamed ? { zh: String(name.zh), en: String(name.en) } : null,
    summary: textIn(fields.summary),
    source: textIn(fields.source),
  };
}

/** A text, or the Chinese one of two. */
function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const zh = value !== null && typeof value === 'object' ? (value as Record<string, unknown>).zh : null;
  return typeof zh === 'string' ? zh : null;
}

/** scenarios/drills of the project, from dist or source alike; null when it is not there. */
function shippedFolder(): string | null {
  for (let folder = fileURLToPath(new URL('.', import.meta.url)); ;) {
    const wanted = join(folder, 'scenarios/drills');
    if (existsSync(wanted)) return wanted;
    const above = join(folder, '..');
    if (above === folder) return null;
    folder = above;
  }
}
