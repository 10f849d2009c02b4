// What a model goes by where one is chosen: its name, and its id where the name does not say it.

interface Named {
  id: string;
  name: string;
}

/** A model that ships under an id that its name says in another word. */
const SHIPPED = { id: "house-templates", name: "House GPT-2, many formats" };

/** The name of ``model``; with the id that it was imported as, where that says something else or
 * another of ``models`` has the same name. */
export function called(model: Named, models: readonly Named[]): string {
  const alike = models.some(({ id, name }) => id !== model.id && name === model.name);
  const shipped = model.id === SHIPPED.id && model.name === SHIPPED.name;
  return alike || !(shipped || says(model.name, model.id))
    ? `${model.name} (${model.id})`
    : model.name;
}

/** Whether each word of ``id`` is in ``name``, however both are cut: gpt2 is GPT-2. */
function says(name: string, id: string): boolean {
  const cut = words(name);
  const runs = new Set(
    cut.flatMap((_, i) => cut.slice(i).map((_, j) => cut.slice(i, i + j + 1).join(""))),
  );
  return words(id).every((word) => runs.has(word));
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
