import { useMutation } from '@tanstack/react-query';
import { useActKey } from './act-key.js';
import { ask, type Said } from './ask.js';
import {
  ExportCatalogue,
  ExportList,
  type ExportListInput,
  ExportTable,
  type ExportTableInput,
} from './generated/export.js';
import type { ProgressFragment } from './generated/operation.js';
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

/** The operation that was begun, or what was wrong. */
interface Begun {
  operation: ProgressFragment | null;
  userErrors: readonly Said[];
}

/** 导出: has a file made of a table, and follows how far that is until it may be fetched. */
export const useExport = (of: Exportable): Exporting =>
  useMaking(of, async (idempotencyKey) => {
    const { exportTable } = await ask(ExportTable, { input: { ...of, idempotencyKey } });
    return exportTable;
  });

/** What is exported of a union and what stands below it: a list as the page narrows it down. */
export type ExportableList = Omit<ExportListInput, 'idempotencyKey'>;

/** The same of a list. */
export const useListExport = (of: ExportableList): Exporting =>
  useMaking(of, async (idempotencyKey) => {
    const { exportList } = await ask(ExportList, { input: { ...of, idempotencyKey } });
    return exportList;
  });

/** The same of the catalogue (指标库). */
export const useCatalogueExport = (): Exporting =>
  useMaking('catalogue', async (idempotencyKey) => {
    const { exportCatalogue } = await ask(ExportCatalogue, { input: { idempotencyKey } });
    return exportCatalogue;
  });

function useMaking(what: unknown, start: (idempotencyKey: string) => Promise<Begun>): Exporting {
  const keyOf = useActKey();
  // Nothing else that is shown changes by it, so nothing is read anew.
  const asking = useMutation({ mutationFn: start });
  const begun = asking.data?.operation ?? null;
  const { operation, underWay, cancel, error } = useProgress(begun?.id ?? null, begun);
  return {
    // After one has been made, another one is asked for: the figures may have moved.
    begin: () => asking.mutate(keyOf([what, begun?.id])),
    cancel,
    busy: asking.isPending || underWay,
    operation,
    problems: operation?.problem ? [operation.problem] : asking.data?.userErrors,
    error: asking.error ?? error,
  };
}
