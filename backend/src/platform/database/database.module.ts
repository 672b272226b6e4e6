import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { databaseOptions } from './options.js';
import { Transaction } from './transaction.js';

/** The connection pool and the transaction function. Entities are registered by their features. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({ ...databaseOptions(config), autoLoadEntities: true }),
    }),
  ],
  providers: [Transaction],
  exports: [Transaction],
})
export class DatabaseModule {}
