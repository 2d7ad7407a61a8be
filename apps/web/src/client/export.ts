import { useMutation } from '@tanstack/react-query';
import { useActKey } from './act-key.js';
import { ask, type Said } from './ask.js';
import { ExportTable, type ExportTableInput, type ExportTableMutationVariables } from './generated/export.js';
import { type Progress, useProgress } from './progress.js';

/** What is exported: a table of a form and period as the page shows it. */
export type Exportable = Omit<ExportTableInput, 'idempotencyKey'>;

/** A file that is being made, or was. */
export interface Exporting extends Omit<Progress, 'underWay'> {
  begin: () => void;
  /** It is asked for, or being made: another one waits. */
  busy: boolean;
  problems: readonly Said[] | undefined;
}

/** 导出: has a file made of a table, and follows how far that is until it may be fetched. */
export function useExport(of: Exportable): Exporting {
  const keyOf = useActKey();
  // Nothing else that is shown changes by it, so nothing is read anew.
  const asking = useMutation({
    mutationFn: (variables: ExportTableMutationVariables) => ask(ExportTable, variables),
  });
  const begun = asking.data?.exportTable.operation ?? null;
  const { operation, underWay, cancel, error } = useProgress(begun?.id ?? null, begun);
  return {
    // After one has been made, another one is asked for: the figures may have moved.
    begin: () => asking.mutate({ input: { ...of, idempotencyKey: keyOf([of, begun?.id]) } }),
    cancel,
    busy: asking.isPending || underWay,
    operation,
    problems: operation?.problem ? [operation.problem] : asking.data?.exportTable.userErrors,
    error: asking.error ?? error,
  };
}
