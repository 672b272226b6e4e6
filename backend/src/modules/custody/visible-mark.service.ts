import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import type { Viewer } from '../../core/access/permissions.js';
import { type MarkWords, markSvg } from '../../core/evidence/visible-mark.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import type { Custody } from './custody.entity.js';

/** The words of the visible mark, and their picture. */
@Injectable()
export class VisibleMarkService {
  private canChinese: Promise<boolean> | undefined;

  constructor(
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** What the marks of a record say. */
  async words({ exerciseId, code, recordedAt }: Custody, viewer: Viewer): Promise<MarkWords> {
    const { code: exercise, timeZone } = await this.exercises.byId(exerciseId);
    return { person: viewer.displayName, exercise, time: localMinute(recordedAt, timeZone), code };
  }

  /** The mark as a picture (PNG with transparency) to be laid over a picture of this width. */
  async tile(words: MarkWords, viewer: Viewer, pictureWidth: number): Promise<Buffer> {
    const fontPixels = Math.round(Math.min(34, Math.max(11, pictureWidth / 80)));
    const drawable = (await this.drawsChinese()) ? words : { ...words, person: await this.accountOf(viewer) };
    return sharp(Buffer.from(markSvg(drawable, fontPixels)))
      .png()
      .toBuffer();
  }

  /** A server without Chinese fonts would draw boxes: it marks by the name of the account then. */
  private async accountOf({ userId, displayName }: Viewer): Promise<string> {
    const [user] = await this.identity.byIds([userId]);
    return user?.username ?? displayName;
  }

  private drawsChinese(): Promise<boolean> {
    this.canChinese ??= hasChineseFont();
    return this.canChinese;
  }
}

/** 一 is flat where there is a font for it; a box for a missing sign is as high as any other. */
async function hasChineseFont(): Promise<boolean> {
  const heightOf = async (sign: string): Promise<number> => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><text x="20" y="60" font-size="40">${sign}</text></svg>`;
    const { info } = await sharp(Buffer.from(svg)).trim().toBuffer({ resolveWithObject: true });
    return info.height;
  };
  try {
    return (await heightOf('一')) < 0.5 * (await heightOf('口'));
  } catch {
    return false;
  }
}

function localMinute(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(at);
}
