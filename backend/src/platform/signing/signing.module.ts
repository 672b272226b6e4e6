import { Global, Module } from '@nestjs/common';
import { SigningKeys } from './signing-keys.service.js';

/** Signing is plumbing: who makes an exercise makes its key, who makes checkpoints signs with it. */
@Global()
@Module({ providers: [SigningKeys], exports: [SigningKeys] })
export class SigningModule {}
