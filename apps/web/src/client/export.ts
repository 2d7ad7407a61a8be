import { useMutation, useQuery } from '@tanstack/react-query';
import { useActKey } from './act-key.js';
import { asked } from './answers.js';
import { ask, type Said } from './ask.js';
import {
  CancelExport,
  type CancelExportMutationVariables,
  ExportOperation,
  ExportTable,
  type ExportedFragment,
  type ExportTableInput,
  type ExportTableMutationVariables,
} from './generated/export.js';

/** How often it is asked how far the file is, in milliseconds. */
const pause = 700;

/** What is exported: a table of a form and period as the page shows it. */
export type Exportable = Omit<ExportTableInput, 'idempotencyKey'>;

/** A file that is being made, or was. */
export interface Exporting {
  begin: () => void;
  cancel: () => void;
  /** It is asked for, or being made: another one waits. */
  busy: boolean;
  /** Null before it was asked for. */
  operation: ExportedFragment | null;
  problems: readonly Said[] | undefined;
  error: unknown;
}

const isUnderWay = (operation: ExportedFragment | null | undefined): boolean =>
  operation?.state === 'WAITING' || operation?.state === 'RUNNING';

/** 导出: has a file made of a table, and follows how far that is until it may be fetched. */
export function useExport(of: Exportable): Exporting {
  const keyOf = useActKey();
  // Nothing else that is shown changes by it, so nothing is read anew.
  const asking = useMutation({
    mutationFn: (variables: ExportTableMutationVariables) => ask(ExportTable, variables),
  });
  const begun = asking.data?.exportTable.operation;
  const at = useQuery({
    ...asked(ExportOperation, { id: begun?.id ?? '' }),
    enabled: Boolean(begun),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.operation) ? pause : false),
  });
  const cancelling = useMutation({
    mutationFn: (variables: CancelExportMutationVariables) => ask(CancelExport, variables),
    onSuccess: () => at.refetch(),
  });
  const operation = (begun && (at.data?.operation ?? begun)) ?? null;
  return {
    // After one has been made, another one is asked for: the figures may have moved.
    begin: () => asking.mutate({ input: { ...of, idempotencyKey: keyOf([of, begun?.id]) } }),
    cancel: () => operation && cancelling.mutate({ id: operation.id }),
    busy: asking.isPending || isUnderWay(operation),
    operation,
    problems: operation?.problem ? [operation.problem] : asking.data?.exportTable.userErrors,
    error: asking.error ?? at.error ?? cancelling.error,
  };
}
