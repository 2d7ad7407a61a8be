import { useMutation } from '@tanstack/react-query';
import { ask } from '../client/ask.js';
import { Problems } from '../page/Problems.js';
import { type DemoPeopleQuery, SignIn } from './generated/door.js';
import { useWords } from './words.js';

type Person = DemoPeopleQuery['demoPeople'][number];

const described = ['FILER', 'REVIEWER', 'LEADER'] as const;

/** 以谁的身份看看？ The people of the demonstration, whom only an installation with demonstration data has. */
export function Demo({
  people,
  enter,
}: {
  people: readonly Person[];
  enter: (startsAt?: string) => Promise<void>;
}) {
  const say = useWords();
  const sent = useMutation({
    mutationFn: async ({ tenant, login, password, startsAt }: Person) => {
      const { signIn } = await ask(SignIn, { input: { tenant, login, password } });
      if (signIn.userErrors.length === 0) await enter(startsAt ?? undefined);
      return signIn.userErrors;
    },
  });
  return (
    <section>
      <h1>{say('demoTitle')}</h1>
      <p>{say('demoHint')}</p>
      <Problems told={sent.data} error={sent.error} />
      <ul className="demo">
        {people.map((person) => {
          const role = described.find((one) => one === person.role);
          return (
            <li key={person.login} className="card">
              <h2>
                {person.name} {role && <small>{say(`role.${role}`)}</small>}
              </h2>
              <p className="demo-union">{person.union}</p>
              <p>{say(`demo.${role ?? 'other'}`)}</p>
              <button
                type="button"
                className="primary"
                disabled={sent.isPending}
                onClick={() => sent.mutate(person)}
              >
                {say('asThisPerson', { name: person.name })}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
