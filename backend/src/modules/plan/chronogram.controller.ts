import { Controller, Get, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { SHEET_LIMITS } from '../../core/plan/sheet.js';
import { FIELD_NAMES } from '../../core/plan/sheet-headers.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { type ChronogramAnswer, type ChronogramRequest, ChronogramService } from './chronogram.service.js';

type RequestHeaders = Readonly<Record<string, string | undefined>>;

const readingSchema = z.object({
  fileName: z.string().max(300).default(''),
  title: z.string().max(200).default(''),
  mapping: z
    .object({
      sheet: z.string().max(100),
      headerRow: z.int().min(0).max(SHEET_LIMITS.rows).optional(),
      uses: z
        .array(z.enum([...FIELD_NAMES, 'CUSTOM', 'IGNORE']))
        .max(SHEET_LIMITS.columns)
        .optional(),
      startsAt: z.string().max(40).optional(),
      keepColors: z.boolean().optional(),
    })
    .nullable()
    .default(null),
});

/** Plans as files over plain HTTP. */
@Controller('api/plans')
export class ChronogramController {
  constructor(private readonly chronograms: ChronogramService) {}

  /** Reads a workbook; with a command id it is stored as a plan as well. */
  @Post('chronogram')
  @Allow('drill.plan')
  async read(
    @Req() request: Request,
    @Headers() headers: RequestHeaders,
    @Asker() viewer: Viewer | null,
  ): Promise<ChronogramAnswer> {
    const wanted = requestOf(headers);
    const bytes = await bodyOf(request);
    const { commandId } = wanted;
    if (commandId === null) return this.chronograms.preview(wanted, bytes, viewer);
    return this.chronograms.create({ ...wanted, commandId }, bytes, viewer);
  }

  @Get(':id/plan.yaml')
  @Allow('drill.read')
  async yaml(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    await this.send(response, 'application/yaml; charset=utf-8', await this.chronograms.file(uuid(id), 'yaml', viewer));
  }

  @Get(':id/plan.xlsx')
  @Allow('drill.read')
  async xlsx(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    await this.send(response, type, await this.chronograms.file(uuid(id), 'xlsx', viewer));
  }

  private async send(response: Response, type: string, { name, bytes }: { name: string; bytes: Buffer }) {
    response.set({
      'Content-Type': type,
      'Content-Disposition': contentDisposition('attachment', name),
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    await new Promise<void>((resolve) => response.end(bytes, () => resolve()));
  }
}

/** @throws Refusal NOT_FOUND for what is no id */
function uuid(id: string): string {
  if (!isUUID(id)) throw new Refusal('NOT_FOUND');
  return id;
}

/**
 * Reads the headers. `x-yanwu` cannot be set by a form of another site, which shuts out CSRF.
 * @throws Refusal BAD_INPUT naming the headers
 */
function requestOf(headers: RequestHeaders): ChronogramRequest & { readonly commandId: string | null } {
  const exerciseId = headers['x-exercise-id'] ?? '';
  const commandId = headers['x-command-id'] ?? null;
  const reading = readingOf(headers['x-reading'] ?? '');
  const problems = [
    { isWrong: headers['x-yanwu'] !== '1', path: 'x-yanwu', code: 'REQUIRED' },
    { isWrong: !isUUID(exerciseId), path: 'x-exercise-id', code: 'NOT_AN_ID' },
    { isWrong: commandId !== null && !isUUID(commandId), path: 'x-command-id', code: 'NOT_AN_ID' },
    { isWrong: reading === null, path: 'x-reading', code: 'WRONG_FORM' },
  ];
  refuseBadInput(problems.filter(({ isWrong }) => isWrong).map(({ path, code }) => ({ path, code })));
  return { ...(reading ?? readingSchema.parse({})), exerciseId, commandId };
}

/** JSON in base64url, since headings are Chinese; none at all asks for a guess. */
function readingOf(header: string): z.output<typeof readingSchema> | null {
  if (header === '') return readingSchema.parse({});
  try {
    return readingSchema.safeParse(JSON.parse(Buffer.from(header, 'base64url').toString())).data ?? null;
  } catch {
    return null;
  }
}

/** The body, as long as it may be. @throws Refusal FILE_TOO_LARGE, BAD_INPUT for none */
async function bodyOf(request: Request): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > SHEET_LIMITS.bytes) throw new Refusal('FILE_TOO_LARGE', { limit: String(SHEET_LIMITS.bytes) });
    parts.push(part);
  }
  if (size === 0) refuseBadInput([{ path: 'body', code: 'REQUIRED' }]);
  return Buffer.concat(parts);
}
