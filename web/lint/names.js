// Names of values are nouns: these are verbs and pronouns, which say nothing of what they hold.

const VAGUE = new Set(["found", "one", "told", "said", "kept", "wanted", "asked"]);

// Beside these a field has its name from the wire: of lanes, of correlations, of a beam's fates.
const WIRE = new Set(["zero", "correlation", "pruned"]);

const nameOf = (key) => key?.name ?? key?.value;

/** The rule for ESLint: of variables, arguments and functions, and of the fields that are declared. */
export const nouns = {
  meta: { type: "suggestion", schema: [] },
  create(context) {
    const report = (node, name) =>
      context.report({
        node,
        message: `“${name}” is no name of a value: use a noun that says what it is.`,
      });
    const check = (scope) => {
      for (const { name, defs } of scope.variables) {
        const node = defs[0]?.name;
        if (node !== undefined && VAGUE.has(name)) report(node, name);
      }
      scope.childScopes.forEach(check);
    };
    const field = ({ key, computed, parent }) => {
      if (computed || !VAGUE.has(nameOf(key))) return;
      const siblings = (parent.properties ?? parent.body).map((member) => nameOf(member.key));
      if (!siblings.some((name) => WIRE.has(name))) report(key, nameOf(key));
    };
    return {
      "Program:exit": (node) => check(context.sourceCode.getScope(node)),
      "ObjectExpression > Property": field,
      PropertyDefinition: field,
      MethodDefinition: field,
      TSPropertySignature: field,
      TSMethodSignature: field,
      TSAbstractPropertyDefinition: field,
    };
  },
};
