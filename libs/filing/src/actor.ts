import type { Appointment } from '@huiji/domain/access';
import type { Origin } from '@huiji/store/audit';

/** Whoever files or reads, as far as the rules of filing ask: never from which process. */
export interface Actor {
  tenantId: string;
  personId: string;
  /** Those in force today, entrustments (代报) among them. */
  appointments: readonly Appointment[];
  /** The day in the tenant's time zone, YYYY-MM-DD. */
  today: string;
}

/** An actor that changes something, with what the audit rows say of where it came from. */
export interface Filer {
  actor: Actor;
  origin: Origin;
}
