import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import { attachmentsLoader, recordAttachmentsLoader } from '../attachment/attachment.resolver.js';
import type { Config } from '../config.js';
import { entrustmentLoader, entrustmentsLoader } from '../entrustment/entrustment.resolver.js';
import { largestLoad } from '../load/large-request.js';
import { noticeBodyLoader } from '../notice/notice.resolver.js';
import { coverLoader, unionContactLoader } from '../organisation/contacts.js';
import { parentLoader } from '../organisation/parent.js';
import { filingLoader } from '../period/filing.js';
import { submissionLoader } from '../rollup/provenance.resolver.js';
import { changesLoader } from '../rollup/restatement.resolver.js';
import { signatureChangesLoader, signedLoader } from '../signature/signature.resolver.js';
import { hitsLoader } from '../submission/checks.js';
import { commentsLoader } from '../submission/comment.service.js';
import { unionLoader } from '../submission/submission.resolver.js';
import type { Ask } from './ask.js';
import { AskMaker, type MakeAsk } from './context.js';
import { type Asking, eachError, formatError, statusOf } from './errors.js';
import { mostTokens } from './limits.js';
import { RegisteredOperations } from './operations.js';
import { scalars } from './scalars.js';

/** The SDL files beside the resolvers, in sources and in dist alike: the whitelist of what can be asked. */
const schemaFiles = `${import.meta.dirname}/../**/*.graphql`;

/** Who is told of an error before anybody was looked up. */
const nobody: Asking = { language: 'zh', request: { id: '' } };

interface Answered {
  data?: unknown;
  errors?: readonly unknown[];
}

/** GraphQL over Fastify: what the schema is, how it is run, and what is told where it is refused. */
export const graphql = (config: Config): DynamicModule =>
  GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    inject: [AskMaker, RegisteredOperations],
    useFactory: (makeAsk: MakeAsk, operations: RegisteredOperations) =>
      ({
        typePaths: [schemaFiles],
        resolvers: scalars,
        loaders: {
          Entrustment: { union: unionLoader },
          Notice: { body: noticeBodyLoader },
          HomeFile: { union: unionLoader },
          HomeStanding: { union: unionLoader },
          HomeTally: { union: unionLoader },
          NoticeProgress: { union: unionLoader },
          NoticeReceipt: { union: unionLoader },
          FiledValue: { entrustment: entrustmentLoader },
          Submission: {
            ...{ entrustment: entrustmentLoader, entrustments: entrustmentsLoader },
            ...{ attachments: attachmentsLoader, changes: changesLoader, comments: commentsLoader },
            ...{ filing: filingLoader, hits: hitsLoader, union: unionLoader, cover: coverLoader },
          },
          TradeUnion: {
            ...{ contact: unionContactLoader('contact'), phone: unionContactLoader('phone') },
            parent: parentLoader,
          },
          Contribution: { submission: submissionLoader },
          RollupRevision: { submission: submissionLoader },
          Signature: { changes: signatureChangesLoader, signed: signedLoader, union: unionLoader },
          WorkRecord: { attachments: recordAttachmentsLoader, union: unionLoader },
          Task: { entrustment: entrustmentLoader, union: unionLoader },
        },
        jit: 1,
        path: '/graphql',
        additionalRouteOptions: { bodyLimit: largestLoad },
        allowBatchedQueries: false,
        graphql: { parseOptions: { maxTokens: mostTokens }, validateOptions: { hideSuggestions: true } },
        validationRules: config.GRAPHQL_INTROSPECTION ? [] : [NoSchemaIntrospectionCustomRule],
        persistedQueryProvider: operations,
        context: async (request: FastifyRequest, reply: FastifyReply) => ({
          ask: await makeAsk(request, reply),
        }),
        errorFormatter: (execution: Answered, { ask }: { ask?: Ask }) => ({
          statusCode:
            execution.data === undefined || execution.data === null ? statusOf(execution.errors ?? []) : 200,
          response: {
            // What was refused before it ran has none.
            ...(execution.data === undefined ? {} : { data: execution.data as never }),
            errors: eachError(execution.errors ?? []).map((error) =>
              formatError(error, ask ?? nobody),
            ) as unknown as GraphQLError[],
          },
        }),
      }) as unknown as Omit<MercuriusDriverConfig, 'driver'>,
  });
