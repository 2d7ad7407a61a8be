import { Field } from '../../page/Field.js';
import { SendForm } from '../form/SendForm.js';
import { ChangePassword, type MyAccountQuery, UpdateContact } from './generated/account.js';
import { useWords } from './words.js';

/** Where reminders and codes reach one. */
export function Contact({ of: { email, phone } }: { of: NonNullable<MyAccountQuery['me']> }) {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="contact">
      <h2 id="contact">{say('contact')}</h2>
      <p className="dim">{say('contactHint')}</p>
      <SendForm
        operation={UpdateContact}
        variables={(of) => ({
          input: {
            email: of('email') || null,
            phone: of('phone') || null,
            current: of('current') || null,
          },
        })}
        told={({ updateContact }) => updateContact.userErrors}
        button={say('save')}
      >
        <Field
          label={say('email')}
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={email ?? ''}
          required={false}
        />
        <Field
          label={say('phone')}
          name="phone"
          type="tel"
          autoComplete="tel"
          defaultValue={phone ?? ''}
          required={false}
        />
        <Field
          label={say('currentForMail')}
          name="current"
          type="password"
          autoComplete="current-password"
          required={false}
        />
      </SendForm>
    </section>
  );
}

export function Password() {
  const say = useWords();
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">{say('password')}</h2>
      <SendForm
        operation={ChangePassword}
        variables={(of) => ({ input: { current: of('current'), password: of('password') } })}
        told={({ changePassword }) => changePassword.userErrors}
        button={say('change')}
        done={() => say('changed')}
      >
        <Field label={say('current')} name="current" type="password" autoComplete="current-password" />
        <Field label={say('newPassword')} name="password" type="password" autoComplete="new-password" />
      </SendForm>
    </section>
  );
}
