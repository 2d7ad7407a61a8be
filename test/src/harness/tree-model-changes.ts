import type { Chance } from './random.js';
import { key } from './town.js';
import { changing, type Composed, founding, moved, undoOf } from './tree-model-commands.js';
import { dayBetween, firstDay, lastDay, type Unit, type World } from './tree-model.js';

/** One administrator at one moment: the unions as they are, and the choice among what can be done with them. */
class Choice {
  readonly living: Unit[];
  readonly bodies: Unit[];
  readonly grassroots: Unit[];
  private readonly byId: Map<string, Unit>;

  constructor(
    readonly world: World,
    readonly chance: Chance,
    readonly units: Unit[],
  ) {
    this.byId = new Map(units.map((unit) => [unit.id, unit]));
    this.living = units.filter((unit) => !unit.dissolvedOn);
    this.bodies = this.living.filter((unit) => unit.level !== 'GRASSROOTS');
    this.grassroots = this.living.filter((unit) => unit.level === 'GRASSROOTS');
  }

  /** A day that comes after all that is known of some unions; now and then any day at all. */
  day(...after: string[]): string {
    if (this.chance.below(15) === 0) return dayBetween(this.chance, firstDay, lastDay);
    return dayBetween(
      this.chance,
      after.reduce((one, other) => (one > other ? one : other), firstDay),
      lastDay,
    );
  }

  one(list: Unit[], fits: (unit: Unit) => boolean = () => true): Unit | null {
    const found = list.filter(fits);
    return found.length > 0 ? this.chance.pick(found) : null;
  }

  below(unit: Unit, above: Unit): boolean {
    for (let at: Unit | undefined = unit; at; at = this.byId.get(at.parentId ?? '')) {
      if (at.id === above.id) return true;
    }
    return false;
  }

  childrenOf(unit: Unit): Unit[] {
    return this.living.filter((child) => child.parentId === unit.id);
  }

  of(unit: Unit): { unionId: string; expectedVersion: number } {
    return { unionId: unit.id, expectedVersion: unit.version };
  }

  found(level: 'GRASSROOTS' | 'INTERMEDIATE', preparing: boolean): Composed | null {
    const { chance } = this;
    if ((level === 'GRASSROOTS' ? this.grassroots : this.bodies).length > (level === 'GRASSROOTS' ? 60 : 18))
      return null;
    const parent = chance.pick(this.bodies);
    const code = `${level[0]}${key().slice(0, 13)}`;
    const kind =
      level === 'GRASSROOTS' ? chance.pick(['SINGLE', 'JOINT']) : chance.pick(['BUREAU', 'COMMISSION']);
    // Now and then one is learnt of that has been there since before the first period.
    const on = parent.start < '2024-05-05' && chance.below(8) === 0 ? '2024-05-05' : this.day(parent.start);
    const input = { parentId: parent.id, code, name: code, level, kind, legalPerson: chance.below(2) === 0 };
    return preparing
      ? founding('prepareUnion', 'prepare', { ...input, preparedOn: on })
      : founding('foundUnion', level === 'GRASSROOTS' ? 'found' : 'found a body', {
          ...input,
          establishedOn: on,
        });
  }

  /** The approval of a congress that founds a union in preparation; where none waits for it, one is recorded at once. */
  async establish(): Promise<Composed | null> {
    const unit = this.one(this.living, (u) => !u.establishedOn);
    const election = unit && ((await this.waiting(unit)) ?? (await this.congress(unit)));
    if (!election) return null;
    return {
      ...{ name: 'establish', client: 'admin' },
      mutation: `mutation ($input: ApproveElectionInput!) { approveElection(input: $input) {
        change { id countedOn } effects { union { code } form period cells { cell before after } }
        userErrors { code field message } } }`,
      variables: {
        input: { electionId: election.id, on: this.day(election.heldOn), documentNo: '批〔2026〕2号' },
      },
      mayRefuse: [...moved, 'DATE_ORDER', 'ELECTION_APPROVED'],
    };
  }

  private async waiting(unit: Unit): Promise<{ id: string; heldOn: string } | undefined> {
    const [election] = await this.world.rows<{ id: string; heldOn: string }>(
      `SELECT id, held_on::text AS "heldOn" FROM election
       WHERE union_id = $1 AND approved_on IS NULL AND replaced_at IS NULL`,
      [unit.id],
    );
    return election;
  }

  private async congress(unit: Unit): Promise<{ id: string; heldOn: string } | undefined> {
    const heldOn = this.day(unit.last);
    const recorded = await this.world.attempt<{ election: { id: string; heldOn: string } }>({
      ...{ name: 'congress', client: 'admin' },
      mutation: `mutation ($input: RecordCongressInput!) { recordCongress(input: $input) {
        election { id heldOn } userErrors { code field message } } }`,
      variables: {
        input: {
          ...{ unionId: unit.id, heldOn, due: 50, present: 40, termYears: 5 },
          bodies: [{ body: 'COMMITTEE', members: 5 }],
        },
      },
      mayRefuse: [...moved, 'ELECTION_WAITING', 'UNION_ESTABLISHED', 'DATE_ORDER'],
    });
    return recorded?.election;
  }

  move(list: Unit[], called: string): Composed | null {
    const wild = this.chance.below(20) === 0;
    const unit = this.one(list, (u) => u.parentId !== null);
    const parent =
      unit && this.one(this.bodies, (p) => wild || (p.id !== unit.parentId && !this.below(p, unit)));
    if (!unit || !parent) return null;
    const on = this.day(unit.last, parent.start);
    return changing('moveUnion', called, { ...this.of(unit), parentId: parent.id, on });
  }

  merge(list: Unit[], called: string): Composed | null {
    const standing = (u: Unit): boolean => u.establishedOn !== null && u.parentId !== null;
    const unit = this.one(list, standing);
    const receiver = unit && this.one(list, (r) => standing(r) && r.id !== unit.id && !this.below(r, unit));
    if (!unit || !receiver) return null;
    const lasts = this.childrenOf(unit).map((child) => child.last);
    const on = this.day(unit.last, unit.filed, receiver.establishedOn ?? '', ...lasts);
    return changing('mergeUnion', called, { ...this.of(unit), receiverId: receiver.id, members: 7, on });
  }

  async split(list: Unit[], called: string): Promise<Composed | null> {
    const { chance } = this;
    const unit = this.one(list, (u) => u.establishedOn !== null && u.parentId !== null);
    if (!unit) return null;
    const dissolves = chance.below(3) === 0;
    const children = this.childrenOf(unit);
    const going = children.filter(() => dissolves || chance.below(2) === 0);
    const on = this.day(unit.last, dissolves ? unit.filed : firstDay, ...going.map((child) => child.last));
    const employers = await this.world.rows<{ id: string }>(
      `SELECT DISTINCT employer_id AS id FROM accountability WHERE union_id = $1 AND voided_by IS NULL
         AND (valid_to IS NULL OR valid_to > $2) ORDER BY id`,
      [unit.id, on],
    );
    const shares = Array.from({ length: 1 + chance.below(2) }, () => chance.below(1_000));
    const parts = shares.map((_, n) => {
      const code = `${unit.level[0]}${key().slice(0, 13)}`;
      const share = <T>(list: T[]): T[] => list.filter((_one, at) => at % shares.length === n);
      return {
        ...{ code, name: code, kind: unit.kind, members: 3 },
        employerIds: share(employers.map((employer) => employer.id)),
        childIds: share(going.map((child) => child.id)),
      };
    });
    return changing('splitUnion', called, { ...this.of(unit), parts, dissolves, on });
  }

  dissolve(succeeded: boolean): Composed | null {
    const unit = this.one(this.living, (u) => u.parentId !== null && this.childrenOf(u).length === 0);
    if (!unit) return null;
    const successor = succeeded
      ? this.one(this.living, (s) => s.id !== unit.id && s.establishedOn !== null)
      : null;
    const on = this.day(unit.last, unit.filed, successor?.establishedOn ?? '');
    const called = successor ? 'dissolve into' : 'dissolve';
    return changing('dissolveUnion', called, { ...this.of(unit), on, successorId: successor?.id });
  }

  rename(): Composed {
    const unit = this.chance.pick(this.living.filter((u) => u.parentId !== null));
    const on = this.day(unit.last);
    return changing('renameUnion', 'rename', {
      ...this.of(unit),
      name: `新名${this.chance.below(1_000)}`,
      on,
    });
  }

  /** Mostly a change that nothing rests on yet. */
  async undo(): Promise<Composed | null> {
    const changes = await this.world.rows<{ id: string; own: string[]; final: boolean }>(
      `SELECT c.id, array_agg(x.union_id::text) FILTER (WHERE x.role IN ('SUBJECT', 'RECEIVER', 'PART')) AS own,
         EXISTS (SELECT FROM period p WHERE p.final_at IS NOT NULL AND c.counted_on <= p.ends_on) AS final
       FROM organisation_change c JOIN organisation_change_union x ON x.change_id = c.id
       WHERE c.undone_at IS NULL GROUP BY c.tenant_id, c.id ORDER BY c.id DESC LIMIT 60`,
    );
    const seen = new Set<string>();
    const newest = changes.filter(({ own, final }) => {
      const free = own.every((id) => !seen.has(id));
      own.forEach((id) => seen.add(id));
      return free && !final;
    });
    const from = newest.length > 0 && this.chance.below(10) > 0 ? newest : changes;
    const change = from[Math.min(from.length - 1, this.chance.below(12))];
    return change ? undoOf(change.id) : null;
  }
}

/** A random change of the organisation that will probably be done; null when there is nothing to choose from. */
export async function compose(world: World, chance: Chance): Promise<Composed | null> {
  const choice = new Choice(world, chance, await world.units());
  const { grassroots, bodies } = choice;
  const ways: Array<[number, () => Composed | null | Promise<Composed | null>]> = [
    [10, () => choice.found('GRASSROOTS', false)],
    [4, () => choice.found('INTERMEDIATE', false)],
    [4, () => choice.found(chance.pick(['GRASSROOTS', 'INTERMEDIATE']), true)],
    [4, () => choice.establish()],
    [16, () => choice.move(grassroots, 'move')],
    [14, () => choice.move(bodies, 'move a body')],
    [6, () => choice.merge(grassroots, 'merge')],
    [5, () => choice.merge(bodies, 'merge bodies')],
    [3, () => choice.split(grassroots, 'split')],
    [4, () => choice.split(bodies, 'split a body')],
    [4, () => choice.dissolve(false)],
    [4, () => choice.dissolve(true)],
    [3, () => choice.rename()],
    [14, () => choice.undo()],
  ];
  let dice = chance.below(ways.reduce((sum, [weight]) => sum + weight, 0));
  const way = ways.find(([weight]) => (dice -= weight) < 0);
  return way ? way[1]() : null;
}

/** Makes a change, or one time in eight only rehearses it, and appoints whoever files for what it founds. */
export async function changeOnce(world: World, chance: Chance): Promise<void> {
  const composed = await compose(world, chance);
  if (!composed) return;
  const { input } = composed.variables;
  const dryRun = chance.below(8) === 0;
  const done = await world.attempt({
    ...composed,
    ...(dryRun && { name: 'dry run', variables: { input: { ...input, dryRun } } }),
  });
  if (done && !dryRun) await world.appointClerk();
}
