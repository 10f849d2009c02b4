// Names of values are nouns: these are verbs and pronouns, which say nothing of what they hold.

const VAGUE = new Set(["found", "one", "told", "said", "kept", "wanted"]);

/** The rule for ESLint: of variables, arguments and functions; names of fields are not looked at. */
export const nouns = {
  meta: { type: "suggestion", schema: [] },
  create(context) {
    const check = (scope) => {
      for (const { name, defs } of scope.variables) {
        const node = defs[0]?.name;
        if (node === undefined || !VAGUE.has(name)) continue;
        context.report({
          node,
          message: `“${name}” is no name of a value: use a noun that says what it is.`,
        });
      }
      scope.childScopes.forEach(check);
    };
    return { "Program:exit": (node) => check(context.sourceCode.getScope(node)) };
  },
};
