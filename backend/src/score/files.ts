/** Reading what the command line names. */
import { readFile, stat } from 'node:fs/promises';
import { decodeUtf8 } from '../core/kernel/utf8.js';
import { Stop } from './stop.js';

const MEGABYTE = 1024 * 1024;

/** A JavaScript text holds no more than half a gigabyte; beyond this a file is no facts file. */
export const LARGEST_FACTS = 256 * MEGABYTE;
/** Beyond this a file is no rule-set; below it `parseRuleSet` says at its place what is too large. */
export const LARGEST_RULE_SET = 4 * MEGABYTE;

/** The text of a file. @throws Stop with code 2 and one line when it cannot be read, is too large or no UTF-8 */
export async function readText(path: string, largest: number): Promise<string> {
  const size = await sizeOf(path);
  if (size > largest) {
    const [is, may] = [size, largest].map((bytes) => (bytes / MEGABYTE).toFixed(0));
    throw new Stop(2, `${path}: 文件过大（${is} MB，至多 ${may} MB）  too large (${is} MB, ${may} MB at most)`);
  }
  const decoded = decodeUtf8(await readFile(path).catch((error: unknown) => refuse(path, error)));
  if ('text' in decoded) return decoded.text;
  if (decoded.code === 'UTF_16') {
    throw new Stop(2, `${path}: 这是 UTF-16，请另存为 UTF-8  this is UTF-16, save it as UTF-8`);
  }
  const { line, column, byte } = decoded;
  throw new Stop(2, `${path}:${line}:${column} 不是 UTF-8（字节 ${byte}）  not UTF-8 (byte ${byte})`);
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => refuse(path, error));
  if (!found.isFile()) throw new Stop(2, `${path}: 不是文件  not a file`);
  return found.size;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件  no such file',
  EACCES: '无权读取  no permission',
  EISDIR: '是文件夹  is a folder',
  ENOTDIR: '没有这个文件  no such file',
  ENAMETOOLONG: '路径过长  the path is too long',
  ELOOP: '链接成环  its links form a circle',
};

function refuse(path: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new Stop(2, `${path}: ${REASONS[code] ?? `读不出来  cannot be read (${code})`}`);
}
