import { Redirect, Route, Switch } from 'wouter';
import { files, useMe } from '../client/session.js';
import { Header } from '../page/Header.js';
import { Answered, NoPermission } from '../page/states.js';
import { Tasks } from './Tasks.js';

/** The clerk's pages, for whoever files for a union. */
export default function Filing() {
  const me = useMe();
  return (
    <Answered answer={me}>
      {(person) =>
        person === null ? (
          <Redirect to="~/" replace />
        ) : (
          <>
            <Header me={person} />
            <main id="content">
              {files(person) ? (
                <Switch>
                  <Route path="/">
                    <Tasks />
                  </Route>
                </Switch>
              ) : (
                <NoPermission />
              )}
            </main>
          </>
        )
      }
    </Answered>
  );
}
