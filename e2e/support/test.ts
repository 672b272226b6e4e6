import { test as base, type APIRequestContext, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Api } from './api.js';
import { account } from './demo.js';
import { PASSWORD, prepareExercise, type OwnExercise } from './exercise.js';

type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>;

interface Shared {
  /** The session of a demo account, signed in once. */
  readonly sessionOf: (username: string) => Promise<StorageState>;
  /** Makes an exercise of its own for a journey, still a draft. */
  readonly newExercise: (name: string, attackRules?: string) => Promise<OwnExercise>;
}

/** The test of every journey: with sessions of the demo accounts and a way to exercises of one's own. */
export const test = base.extend<object, Shared>({
  sessionOf: [
    async ({ playwright }, use, info) => {
      const known = new Map<string, StorageState>();
      const baseURL = info.project.use.baseURL;
      await use(async (username) => {
        const found = known.get(username);
        if (found) return found;
        const request = await playwright.request.newContext({ baseURL });
        await new Api(request).login(username, account(username).password);
        const state = await request.storageState();
        await request.dispose();
        known.set(username, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],
  newExercise: [
    async ({ playwright, sessionOf }, use, info) => {
      await use(async (name, attackRules) => {
        const storageState = await sessionOf('admin');
        const request = await playwright.request.newContext({ baseURL: info.project.use.baseURL, storageState });
        const made = await prepareExercise(new Api(request), `${name}-${Date.now().toString(36)}`, attackRules);
        await request.dispose();
        return made;
      });
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';

/** One person at one browser, with the API of the same session. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly api: Api;
}

/** A browser of its own for one person, not signed in. */
export async function seat(browser: Browser): Promise<Seat> {
  const context = await browser.newContext();
  return { context, page: await context.newPage(), api: new Api(context.request) };
}

/** A browser of its own for somebody of a journey's exercise, signed in beforehand. */
export async function signedInSeat(browser: Browser, username: string): Promise<Seat> {
  const made = await seat(browser);
  await made.api.login(username, PASSWORD);
  return made;
}
