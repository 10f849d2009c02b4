// The page of the dice, as docs/extending.md describes it.

const WORDS = { en: (sides) => `A die of ${sides} sides.`, zh: (sides) => `有 ${sides} 个面的骰子。` };

export function mount(element, { language, facts }) {
  const paragraph = document.createElement("p");
  paragraph.textContent = WORDS[language](facts.sides);
  element.append(paragraph);
}
