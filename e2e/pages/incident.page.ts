import type { Page } from '@playwright/test';
import { wallTime } from '../support/time.js';

/** Where a defending unit opens incidents and files its reports. */
export class IncidentPage {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  /** Opens an incident from the list; ends on its page. */
  async begin(title: string, discoveredAt: Date): Promise<void> {
    await this.page.goto(`/x/${this.code}/incidents`);
    await this.page.getByRole('link', { name: '新事件' }).click();
    await this.page.getByLabel('事件名称').fill(title);
    await this.page.getByLabel('发现时间').fill(wallTime(discoveredAt));
    await this.page.getByRole('button', { name: '立案', exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  /** Writes the detection report: times, one part in words with a file, one address found. */
  async writeDetection(report: {
    readonly startedAt: Date;
    readonly foundAt: Date;
    readonly part: string;
    readonly words: string;
    readonly found: string;
    readonly evidence: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
  }): Promise<void> {
    await this.page.getByRole('link', { name: '写监测发现' }).click();
    await this.page.getByLabel('攻击开始').fill(wallTime(report.startedAt));
    await this.page.getByLabel('发现时间').fill(wallTime(report.foundAt));
    const parts = this.page.getByRole('navigation', { name: '报告内容' });
    await parts.getByRole('button', { name: report.part }).click();
    await this.page.getByLabel('说明').fill(report.words);
    await this.page.getByLabel(`选择文件 ${report.part}的证据`).setInputFiles(report.evidence);
    await this.page.getByRole('button', { name: `移除 ${report.evidence.name}` }).waitFor();
    await parts.getByRole('button', { name: '覆盖率' }).click();
    await this.page.getByRole('button', { name: '添加', exact: true }).click();
    await this.page.getByLabel('第 1 个地址').fill(report.found);
  }

  get fileButton() {
    return this.page.getByRole('button', { name: '提交监测发现' });
  }
}
