import type { IncomingMessage } from 'node:http';
import { ReadableStream } from 'node:stream/web';

/**
 * The body of a request as a web stream. Chunks are handed on as they came; Node's own conversion copies each of them,
 * which costs a third of an upload in garbage. Nothing is read before it is asked for, so the body of a refused request
 * stays where it is, and giving up in its midst leaves the connection for the answer.
 */
export function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        request.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
