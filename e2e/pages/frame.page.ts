import type { Page } from '@playwright/test';

/** The bar and the rail around every work page. */
export class Frame {
  constructor(private readonly page: Page) {}

  get rail() {
    return this.page.getByRole('navigation', { name: /^(主导航|Main)/ }).first();
  }

  /** Entries of the rail, in order. */
  get entries() {
    return this.rail.getByRole('link');
  }

  /** The state of the live channel, as the bar tells it. */
  get live() {
    return this.page.getByRole('banner').getByRole('status');
  }

  /** Opens the menu of the person signed in and takes one entry. */
  async choose(displayName: string, entry: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${displayName}`) }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }
}
