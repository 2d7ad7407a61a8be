/** OpenTelemetry traces of a process, where its standard variables ask for them. Where none do, nothing of it is even loaded. */
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('huiji');

/** Ends the traces of this process: what is not sent yet is sent. Null while there are none. */
let end: (() => Promise<void>) | null = null;

/** Whether the standard variables name a collector and switch nothing off. */
const isWanted = (env: NodeJS.ProcessEnv): boolean =>
  env['OTEL_SDK_DISABLED'] !== 'true' &&
  env['OTEL_TRACES_EXPORTER'] !== 'none' &&
  Boolean(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT']);

/**
 * Begins traces, called `name` unless OTEL_SERVICE_NAME says otherwise, sent by OTLP over HTTP. Sampling, batches and headers are those of the
 * standard variables (OTEL_TRACES_SAMPLER, OTEL_BSP_…, OTEL_EXPORTER_OTLP_…), which the SDK reads itself.
 */
export async function beginTraces(name: string): Promise<void> {
  if (!isWanted(process.env)) return;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const named = resources.resourceFromAttributes({ 'service.name': name });
  const provider = new NodeTracerProvider({
    resource: named.merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  end = () => provider.shutdown();
}

/** How long what is left may take to be sent when the process ends, in milliseconds: a collector that is away keeps nothing from ending. */
const patience = 2_000;

/** Sends what is left, when the process ends. */
export async function endTraces(): Promise<void> {
  await Promise.race([end?.(), sleep(patience, undefined, { ref: false })]);
  end = null;
}

/**
 * Does some work in a span. Its name and attributes are ids and names of ours, and texts of SQL without values: never what somebody has typed. Of an
 * error the span knows its kind alone.
 */
export function traced<T>(
  {
    name,
    kind = SpanKind.INTERNAL,
    attributes = {},
  }: { name: string; kind?: SpanKind; attributes?: Attributes },
  work: () => Promise<T>,
): Promise<T> {
  if (!end) return work();
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failedBy(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A statement, by its first words and its text, which holds no value. */
export const tracedSql = <T>(text: string, work: () => Promise<T>): Promise<T> =>
  end
    ? traced(
        {
          name: text.trim().split(/\s+/, 2).join(' '),
          kind: SpanKind.CLIENT,
          attributes: { 'db.system.name': 'postgresql', 'db.query.text': text },
        },
        work,
      )
    : work();

/**
 * Answers a request in a span, which goes on the caller's trace (`traceparent`); what is answered here ends it, with the status. Null where there are no
 * traces. `route` is no path as sent.
 */
export function tracedRequest(
  { method, route, headers }: { method: string; route: string; headers: IncomingHttpHeaders },
  answer: () => void,
): ((status: number) => void) | null {
  if (!end) {
    answer();
    return null;
  }
  const caller = propagation.extract(context.active(), headers);
  const attributes = { 'http.request.method': method, 'http.route': route };
  const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
  context.with(trace.setSpan(caller, span), answer);
  return (status) => {
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
}

/** Says of the span that is under way what only became known meanwhile; `name` is a better one. */
export function tell(attributes: Attributes, name?: string): void {
  const span = trace.getActiveSpan();
  span?.setAttributes(attributes);
  if (name) span?.updateName(name);
}

function failedBy(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.constructor.name : typeof error);
}
