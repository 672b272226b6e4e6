import type { CookieOptions } from 'express';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'yanwu_session';

/** The session token in a Cookie header, or null. */
export function tokenFromCookies(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === SESSION_COOKIE && value !== undefined && value !== '') return value;
  }
  return null;
}

/** Unreadable to scripts and never sent from another site, which also shuts out CSRF. */
export function cookieOptions(isSecure: boolean, lifeSeconds: number): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/', maxAge: lifeSeconds * 1000 };
}
