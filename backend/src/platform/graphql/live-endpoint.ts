import type { Server } from 'node:http';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type LiveOptions, type LiveServer, serveLive } from './live.js';

/** Holds the live endpoint for as long as the application runs: open sockets would keep HTTP from closing. */
@Injectable()
export class LiveEndpoint implements BeforeApplicationShutdown {
  private live: LiveServer | null = null;

  /** Starts serving subscriptions on the HTTP server. */
  open(server: Server, options: LiveOptions): void {
    this.live = serveLive(server, options);
  }

  /** Closes every socket of a session, e.g. after sign-out. */
  dropSession(sessionId: string): void {
    this.live?.dropSession(sessionId);
  }

  /** Closes every socket whose session is no longer valid. */
  async sweep(): Promise<void> {
    await this.live?.sweep();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.live?.close();
  }
}
