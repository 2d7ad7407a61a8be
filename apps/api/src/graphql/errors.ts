import { Logger } from '@nestjs/common';
import { type Language, messageOf, type Problem, problem, Refusal } from '@huiji/domain/problem';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const log = new Logger('GraphQL');

/** A problem as the schema's UserError: its sentence in both languages, and in the one asked for. */
export function userError(found: Problem, language: Language): Record<string, unknown> {
  const { details: _, ...place } = found;
  const messageZh = messageOf(found, 'zh');
  const messageEn = messageOf(found, 'en');
  return { ...place, message: language === 'en' ? messageEn : messageZh, messageZh, messageEn };
}

/** The language a request asks for: Chinese unless its Accept-Language header puts English first. */
export function languageOf(header: string | undefined): Language {
  return /^\s*en\b/i.test(header ?? '') ? 'en' : 'zh';
}

const wrapped = (error: unknown): unknown => (error instanceof GraphQLError ? error.originalError : error);

/** What a client may see of an error. Ours are told; the request's own faults too; all else is masked and logged. */
export function formatError(error: unknown, language: Language, requestId: string): GraphQLFormattedError {
  const at = error instanceof GraphQLError && error.path ? { path: error.path } : {};
  const told = (found: Problem): GraphQLFormattedError => {
    const { code, message, messageZh, messageEn } = userError(found, language) as Record<string, string>;
    return { message: message ?? '', extensions: { code, messageZh, messageEn, requestId }, ...at };
  };
  const cause = wrapped(error);
  if (cause instanceof Refusal) return told(cause.problems[0]);
  if (cause instanceof GraphQLError || (error instanceof GraphQLError && !cause)) {
    const { message } = (cause ?? error) as GraphQLError;
    return told(problem('REQUEST_INVALID', { reason: message.slice(0, 300) }));
  }
  log.error(`${requestId} ${cause instanceof Error ? cause.stack : String(cause)}`);
  return told(problem('INTERNAL', { requestId }));
}
