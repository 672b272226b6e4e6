import type { Page } from '@playwright/test';

/** The referees' workbench for attack results. */
export class Workbench {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  async open(submissionId?: string): Promise<void> {
    await this.page.goto(`/x/${this.code}/queue${submissionId ? `/${submissionId}` : ''}`);
  }

  /** Results that wait for a verdict. */
  get queue() {
    return this.page.getByRole('region', { name: '待裁定' });
  }

  /** The column in which one step is decided. */
  decision(ordinal: number) {
    return this.page.getByRole('region', { name: `裁定节点 ${ordinal}` });
  }

  get recordButton() {
    return this.page.getByRole('button', { name: /^记入裁定/ });
  }
}
