import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { hash, verify } from '@node-rs/argon2';
import { type EntityManager, In, type Repository } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { violatedConstraint } from '../../platform/database/transaction.js';
import { INSTANCE_STREAM, Journal } from '../../platform/journal/journal.service.js';
import type { CreateUserInput, LoginInput } from './identity.inputs.js';
import { LoginThrottle } from './login-throttle.js';
import { User } from './user.entity.js';

/** Verified against when the account does not exist, so that both answers take as long. */
const DECOY_HASH = await hash(randomUUID());
const MAX_USERS_LISTED = 50;

/** Local accounts. */
@Injectable()
export class IdentityService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly throttle: LoginThrottle,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /**
   * The account behind a name and password.
   * @throws Refusal BAD_CREDENTIALS, the same for a wrong name and a wrong password; TOO_MANY_ATTEMPTS
   */
  async authenticate(input: LoginInput, address: string): Promise<User> {
    const at = await this.throttle.enter(input.username, address);
    const user = await this.users
      .createQueryBuilder('u')
      .where('lower(u.username) = lower(:username)', { username: input.username })
      .getOne();
    const isRight = await verify(user?.passwordHash ?? DECOY_HASH, input.password);
    if (user === null || !isRight) throw new Refusal('BAD_CREDENTIALS');
    await this.throttle.forgive(input.username, address, at);
    return user;
  }

  /**
   * Whether it is really this person, asked once more before a grave act; guesses are slowed down as at sign-in.
   * @throws Refusal BAD_CREDENTIALS, TOO_MANY_ATTEMPTS
   */
  async confirm(userId: string, password: string, address: string): Promise<void> {
    const { username } = await this.users.findOneByOrFail({ id: userId });
    await this.authenticate({ username, password }, address);
  }

  /** Creates an account. @throws Refusal NAME_TAKEN */
  async createUser(input: CreateUserInput, viewer: Viewer | null, isAdmin = false): Promise<User> {
    const passwordHash = await hash(input.password);
    const { commandId, username, displayName } = input;
    const command = {
      streamId: INSTANCE_STREAM,
      kind: 'USER_CREATED',
      commandId,
      content: { username, displayName },
      actor: viewer,
    };
    try {
      const receipt = await this.journal.append(command, async (tx) => {
        const user = { id: commandId, username, displayName, passwordHash, isAdmin, createdAt: this.clock.now() };
        await tx.insert(User, user);
        return { subjectId: user.id, details: { username } };
      });
      return await this.users.findOneByOrFail({ id: receipt.subjectId });
    } catch (error) {
      if (violatedConstraint(error) === 'app_user_username') {
        throw new Refusal('NAME_TAKEN', { name: username }, [{ path: 'username', code: 'TAKEN' }]);
      }
      throw error;
    }
  }

  /** Accounts whose name contains the text, for handing out memberships. */
  async search(text: string): Promise<User[]> {
    return this.users
      .createQueryBuilder('u')
      .where('u.username ILIKE :text OR u.displayName ILIKE :text', { text: `%${text.replace(/[%_\\]/g, '\\$&')}%` })
      .orderBy('u.username')
      .limit(MAX_USERS_LISTED)
      .getMany();
  }

  /** Accounts by id, in any order. */
  async byIds(ids: readonly string[], tx: EntityManager = this.users.manager): Promise<User[]> {
    return ids.length === 0 ? [] : tx.findBy(User, { id: In([...new Set(ids)]) });
  }

  /** Whether anyone exists yet. */
  async isEmpty(): Promise<boolean> {
    return (await this.users.count()) === 0;
  }
}
