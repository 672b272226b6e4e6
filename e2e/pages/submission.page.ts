import type { Page } from '@playwright/test';
import { wallTime } from '../support/time.js';

/** One step of an attack as typed into the editor. */
export interface TypedNode {
  readonly asset: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly means: string;
  readonly category: string;
  readonly privilege: string;
  readonly story: string;
  readonly evidence: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
}

/** Where an attack team lists, writes and files its results. */
export class SubmissionPage {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  /** Begins a new draft from the list. */
  async begin(unit: string, target: string, title: string): Promise<void> {
    await this.page.goto(`/x/${this.code}/submissions`);
    await this.page.getByRole('link', { name: '填报成果' }).click();
    await this.page.getByLabel('防守单位').selectOption({ label: unit });
    await this.page.getByLabel('靶标').selectOption({ label: target });
    await this.page.getByLabel('成果名称').fill(title);
    await this.page.getByRole('button', { name: '开始填报' }).click();
  }

  /** Adds a step in a zone and fills it in, evidence included. */
  async addNode(zone: string, node: TypedNode): Promise<void> {
    await this.page.getByRole('button', { name: `在${zone}加节点` }).click();
    await this.page.getByLabel('资产名称').fill(node.asset);
    await this.page.getByLabel('来源地址', { exact: false }).first().fill(node.from);
    await this.page.getByLabel('目标地址').fill(node.to);
    await this.page.getByLabel('开始时间').fill(wallTime(node.startedAt));
    await this.page.getByLabel('结束时间').fill(wallTime(node.endedAt));
    await this.page.getByRole('button', { name: /攻击手段/ }).click();
    await this.page.getByRole('checkbox', { name: node.means }).check();
    await this.page.keyboard.press('Escape');
    await this.page.getByLabel('申报类别').selectOption({ label: node.category });
    await this.page.getByRole('group', { name: '权限' }).getByText(node.privilege).click();
    await this.page.getByLabel('系统标识').fill(node.asset);
    await this.page.getByLabel('过程').fill(node.story);
    await this.page.getByLabel('选择文件 节点 1 证据').setInputFiles(node.evidence);
  }

  /** Fills in the overview: span and addresses taken from the steps, and the summary. */
  async fillOverview(controlled: string, summary: string): Promise<void> {
    await this.page.getByRole('button', { name: /成果概要/ }).click();
    await this.page.getByRole('button', { name: /^按节点时间填/ }).click();
    await this.page.getByRole('button', { name: /^\+ / }).click();
    const addresses = this.page.getByRole('textbox', { name: '控制的地址' });
    await addresses.fill(controlled);
    await addresses.press('Enter');
    await this.page.getByLabel('攻击概要').fill(summary);
  }

  /** What the rules would give for the draft. */
  get estimate() {
    return this.page.getByRole('region', { name: '预估得分' });
  }

  get fileButton() {
    return this.page.getByRole('button', { name: '提交成果' });
  }
}
