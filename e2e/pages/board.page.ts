import type { Page } from '@playwright/test';

/** The public board. */
export class BoardPage {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(`/x/${this.code}/board`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  get attack() {
    return this.page.getByRole('table', { name: '攻击得分' });
  }

  get defense() {
    return this.page.getByRole('table', { name: '防护值' });
  }

  /** The row of an attack team. */
  team(name: string) {
    return this.attack.getByRole('row').filter({ hasText: name });
  }

  /** The row of a defending unit. */
  unit(name: string) {
    return this.defense.getByRole('row').filter({ hasText: name });
  }
}
