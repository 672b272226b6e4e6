import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  scryptSync,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A new Ed25519 pair, PEM (SPKI and PKCS #8). */
export function makeKeyPair(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Seals texts with AES-256-GCM under a key drawn from a secret. */
export class KeyBox {
  private readonly key: Buffer;

  /**
   * Takes some 50 ms: the secret may be a phrase somebody chose.
   * @param purpose the same secret for two purposes gives two keys
   */
  constructor(secret: string, purpose = 'yanwu signing keys') {
    this.key = scryptSync(secret, purpose, 32);
  }

  /** By which the secret is known again; tells nothing about it. */
  get mark(): string {
    return createHmac('sha256', this.key).update('yanwu instance secret').digest('hex');
  }

  /** @param about what the text belongs to: a box moved to something else does not open */
  seal(text: string, about: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws Error when it was sealed under another secret, for something else, or changed */
  open(box: string, about: string): string {
    const bytes = Buffer.from(box, 'base64');
    const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(about));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}
