/** The text of a GraphQL operation, with the types of its answer and variables. `npm run generate` writes them. */
export type Operation<Answer, Variables> = string & { readonly of?: (variables: Variables) => Answer };
