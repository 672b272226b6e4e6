import type { Page } from '@playwright/test';

/** The door. */
export class LoginPage {
  constructor(private readonly page: Page) {}

  /** Opens the door, with the page that is wanted behind it when given. */
  async open(next?: string): Promise<void> {
    await this.page.goto(next ? `/login?next=${encodeURIComponent(next)}` : '/login');
  }

  /** Types name and password and sends the form; what comes of it is the caller's to see. */
  async signIn(username: string, password: string): Promise<void> {
    await this.page.getByLabel('账号', { exact: true }).fill(username);
    await this.page.getByLabel('密码', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: '登录', exact: true }).click();
  }

  /** What the door says when it stays shut. */
  get refusal() {
    return this.page.getByRole('alert').filter({ hasText: /./ });
  }
}
