import type { Page } from '@playwright/test';

/** The desk on which a referee marks one incident by the rubric. */
export class RubricPage {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  /** Opens the list of incidents that wait for marks and takes one. */
  async take(incidentCode: string): Promise<void> {
    await this.page.goto(`/x/${this.code}/marking`);
    await this.page.getByRole('link', { name: incidentCode }).click();
    await this.page.getByRole('table', { name: '评分表' }).waitFor();
  }

  /** The items that are marked by hand, in order; each is a group named after the item. */
  get items() {
    return this.page.getByRole('table', { name: '评分表' }).getByRole('group');
  }

  /** Gives a quick mark: 0, ¼, ½, ¾ or 满. */
  async mark(item: string, label: string): Promise<void> {
    await this.page.getByRole('group', { name: item, exact: true }).getByText(label, { exact: true }).click();
  }

  /** Gives every item full marks but those named, which get nothing. */
  async markAll(nothingFor: readonly string[]): Promise<void> {
    const names = await this.items.locator('legend').allTextContents();
    for (const name of names) await this.mark(name.trim(), nothingFor.includes(name.trim()) ? '0' : '满');
  }

  get recordButton() {
    return this.page.getByRole('button', { name: '提交评分' });
  }
}
