import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';

/** `GET /ready`: 200 when the server and its database answer, else 503. For supervisors and start scripts. */
export function serveReady(app: NestExpressApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.get('/ready', async (_req: Request, res: Response) => {
    const isReady = await app
      .get(DataSource)
      .query('SELECT 1')
      .then(
        () => true,
        () => false,
      );
    res
      .status(isReady ? 200 : 503)
      .type('text/plain')
      .send(isReady ? 'ready\n' : 'database unreachable\n');
  });
}
