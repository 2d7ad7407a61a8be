import { Catch, type ExceptionFilter } from '@nestjs/common';
import { type Language, type Problem, problem, Refusal, sentencesOf } from '@huiji/domain/problem';
import { Log } from '@huiji/store/log';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { mostTokens } from './limits.js';

const log = new Log('GraphQL');

/** A problem as the schema's UserError: its sentence in both languages, and in the one asked for. */
export function userError(found: Problem, language: Language): Record<string, unknown> {
  const { code, severity, field, cell, table, row } = found;
  const { check } = found.details;
  const { messageZh, messageEn } = sentencesOf(found);
  return {
    code,
    severity,
    check,
    field,
    cell,
    table,
    row,
    message: language === 'en' ? messageEn : messageZh,
    messageZh,
    messageEn,
  };
}

/** The language a request asks for: Chinese unless its Accept-Language header puts English first. */
export function languageOf(header: string | undefined): Language {
  return /^\s*en\b/i.test(header ?? '') ? 'en' : 'zh';
}

const wrapped = (error: unknown): unknown =>
  error instanceof GraphQLError
    ? error.originalError instanceof GraphQLError
      ? wrapped(error.originalError)
      : error.originalError
    : error;

/** Where in the variables a value stood that its type refused, such as `input.appointments[0].from`. */
const place = /^Variable "\$\w+" got invalid value [^]* at "(?:input\.)?([\w.[\]]+)";/;
const placeOf = (error: unknown): string | undefined =>
  error instanceof GraphQLError ? place.exec(error.message)?.[1] : undefined;

/** A refusal by a scalar, which knows neither field nor cell, told with its place in the variables. */
const placed = (found: Problem, field: string | undefined): Problem =>
  field && found.code === 'DATE_INVALID' ? { ...found, details: { ...found.details, field }, field } : found;

/** What Mercurius and Fastify refuse before anything runs: the client's own fault, whatever its class. */
interface RequestFault extends Error {
  code?: string;
  statusCode?: number;
  errors?: readonly Error[];
}

/** Each error of an answer: those of a request that is not valid come wrapped together in one. */
export function eachError(errors: readonly unknown[]): unknown[] {
  return errors.flatMap((error) => {
    const { code, errors: inner } = (wrapped(error) ?? {}) as RequestFault;
    if (!code?.startsWith('MER_ERR') || !inner?.length) return [error];
    return inner.map((one) => (one instanceof GraphQLError ? one : new GraphQLError(one.message)));
  });
}

/**
 * PostgreSQL is not there, shutting down, starting up, out of connections, memory or disk, or a statement took longer than it may, as where it waits
 * for a lock: SQLSTATE classes and codes, and those of the socket.
 */
const away =
  /^(08|53|57014|57P0[123]|ECONN|EPIPE|ETIMEDOUT)|Connection terminated|timeout exceeded when trying to connect/;
const isAway = (cause: unknown): boolean =>
  cause instanceof Error && (away.test((cause as RequestFault).code ?? '') || away.test(cause.message));

/** The status of an answer without data: what Fastify would have given, 503 while the database is away, else 400. */
export function statusOf(errors: readonly unknown[]): number {
  if (isAway(wrapped(errors[0]))) return 503;
  const { statusCode = 400 } = (wrapped(errors[0]) ?? {}) as RequestFault;
  return statusCode >= 400 && statusCode < 500 ? statusCode : 400;
}

const requestFault = (cause: RequestFault): Problem | null => {
  if (cause.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problem('REQUEST_TOO_LARGE', { what: 'body', limit: '1 MB' });
  const ours = /^(MER|FST)_ERR/.test(cause.code ?? '') && statusOf([cause]) === cause.statusCode;
  return ours ? problem('REQUEST_INVALID', { reason: plain(cause.message) }) : null;
};

/** A reason without what graphql-js would have us mean: it names what the schema has. */
const plain = (reason: string): string => reason.replace(/ Did you mean [^]*$/, '').slice(0, 300);

/** What is told where the parser stopped, which does not count on. */
const tokens = { what: 'tokens', found: `>${mostTokens}`, limit: mostTokens };
const tooManyTokens = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;

/** What of an Ask an error is told by; Ask itself imports this file. */
export interface Asking {
  language: Language;
  request: { id: string };
}

/** What a client may see of an error. Ours are told; the request's own faults too; all else is masked and logged. */
export function formatError(error: unknown, { language, request }: Asking): GraphQLFormattedError {
  const requestId = request.id;
  const at = error instanceof GraphQLError && error.path ? { path: error.path } : {};
  const told = (found: Problem): GraphQLFormattedError => {
    const { code, message, messageZh, messageEn, field } = userError(found, language) as Record<
      string,
      string
    >;
    return {
      message: message ?? '',
      extensions: { code, messageZh, messageEn, requestId, ...(field && { field }) },
      ...at,
    };
  };
  const cause = wrapped(error);
  const field = placeOf(error);
  if (cause instanceof Refusal) return told(placed(cause.problems[0], field));
  // With a path it happened while answering, such as a null where the schema promises none: our fault.
  if (error instanceof GraphQLError && !cause && !error.path) {
    const inner = error.originalError ?? error;
    if (tooManyTokens.test(inner.message)) return told(problem('REQUEST_TOO_COMPLEX', tokens));
    const reason = field ? `${field}: ${inner.message}` : inner.message;
    return told(problem('REQUEST_INVALID', { reason: plain(reason) }, field ? { field } : {}));
  }
  const fault = cause instanceof Error ? requestFault(cause) : null;
  if (fault) return told(fault);
  if (isAway(cause)) {
    log.of({ requestId }).warn('what is needed is away', cause);
    return told(problem('BUSY'));
  }
  const fatal = cause ?? error;
  log.of({ requestId }).error('a request failed', fatal);
  return told(problem('INTERNAL', { requestId }));
}

/**
 * Passes errors on to what tells or masks and logs them (formatError); without it Nest would log every refusal, with its
 * stack, as if something had broken.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}
