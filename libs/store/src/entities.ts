import type { Kind, Level } from '@huiji/domain/organisation';
import type { PeriodStatus } from '@huiji/domain/period';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 工会. Dates are ISO days. */
@Entity({ name: 'trade_union' })
export class TradeUnion {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' }) tenantId!: string;
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) level!: Level;
  @Column({ type: 'text' }) kind!: Kind;
  @Column({ name: 'region_code', type: 'text', nullable: true }) regionCode!: string | null;
  @Column({ type: 'text', nullable: true }) industry!: string | null;
  @Column({ name: 'unit_type', type: 'text', nullable: true }) unitType!: string | null;
  @Column({ name: 'legal_person', type: 'boolean' }) legalPerson!: boolean;
  @Column({ type: 'text', nullable: true }) chair!: string | null;
  /** Sealed: `unionContact` opens both, for whoever may READ_CONTACTS. */
  @Column({ type: 'bytea', nullable: true }) contact!: Buffer | null;
  @Column({ type: 'bytea', nullable: true }) phone!: Buffer | null;
  @Column({ name: 'prepared_on', type: 'date', nullable: true }) preparedOn!: string | null;
  @Column({ name: 'established_on', type: 'date', nullable: true }) establishedOn!: string | null;
  @Column({ name: 'approval_no', type: 'text', nullable: true }) approvalNo!: string | null;
  @Column({ name: 'dissolved_on', type: 'date', nullable: true }) dissolvedOn!: string | null;
  @Column({ name: 'dissolution_reason', type: 'text', nullable: true }) dissolutionReason!: string | null;
  @Column({ name: 'dissolution_document_no', type: 'text', nullable: true }) dissolutionDocumentNo!:
    string | null;
  /** The dates at which founding and dissolution count, where not their own: see `countedOn` in the domain. */
  @Column({ name: 'established_counted_on', type: 'date', nullable: true }) establishedCountedOn!:
    string | null;
  @Column({ name: 'dissolved_counted_on', type: 'date', nullable: true }) dissolvedCountedOn!: string | null;
  /** Whom a dissolved union has gone on in; in today's tree its figures climb through it. */
  @Column({ name: 'successor_id', type: 'uuid', nullable: true }) successorId!: string | null;
  /** Its founding was undone: it is in nobody's tree any more. */
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
  @Column({ type: 'int' }) version!: number;
}

@Entity({ name: 'person' })
export class Person {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' }) tenantId!: string;
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) login!: string;
  @Column({ type: 'text' }) name!: string;
  /** Null until who was invited has chosen a password. */
  @Column({ name: 'password_hash', type: 'text', select: false, nullable: true }) passwordHash!:
    string | null;
  /** Where reminders reach the person, sealed: `personContact` opens both. */
  @Column({ type: 'bytea', nullable: true }) email!: Buffer | null;
  @Column({ type: 'bytea', nullable: true }) phone!: Buffer | null;
  /** When what identifies the person was erased; the row stays, since what was done stays provable. */
  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true }) erasedAt!: Date | null;
}

/** 报告期, as opened in a tenant. */
@Entity({ name: 'period' })
export class PeriodRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' }) tenantId!: string;
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string;
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string;
  @Column({ type: 'text' }) status!: PeriodStatus;
  @Column({ name: 'opened_at', type: 'timestamptz' }) openedAt!: Date;
  @Column({ name: 'filing_closed_at', type: 'timestamptz', nullable: true }) filingClosedAt!: Date | null;
  @Column({ name: 'final_at', type: 'timestamptz', nullable: true }) finalAt!: Date | null;
}

/** 用人单位. `aboveScale`: 规模以上. */
@Entity({ name: 'employer' })
export class Employer {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' }) tenantId!: string;
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ name: 'above_scale', type: 'boolean' }) aboveScale!: boolean;
  @Column({ type: 'text', nullable: true }) ownership!: string | null;
  @Column({ type: 'int' }) headcount!: number;
  @Column({ name: 'operating_from', type: 'date' }) operatingFrom!: string;
  @Column({ name: 'operating_to', type: 'date', nullable: true }) operatingTo!: string | null;
  @Column({ type: 'text' }) source!: string;
  @Column({ name: 'source_date', type: 'date' }) sourceDate!: string;
  /** 企业, 事业, 机关 or 社会组织. */
  @Column({ name: 'unit_type', type: 'text', nullable: true }) unitType!: string | null;
  @Column({ name: 'region_code', type: 'text', nullable: true }) regionCode!: string | null;
  @Column({ type: 'int' }) version!: number;
}
