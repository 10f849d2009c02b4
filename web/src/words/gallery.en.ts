// The words of the tasks that come with the page, by the task's id.

/** `sets` names the shot sets, by the names they have in the prompt. */
export interface TaskWords {
  title: string;
  about: string;
  differIn: string; // what the choice of a shot set chooses
  sets: Record<string, string>;
}

export const gallery = {
  gallery: {
    "same-word": {
      title: "Same word, other examples",
      about:
        "The question is always one word. Which examples stand before it decides whether the model answers with its opposite, its comparative, its superlative or its capitals.",
      differIn: "Examples of",
      sets: {
        opposite: "opposite",
        comparative: "comparative",
        superlative: "superlative",
        CAPITALS: "CAPITALS",
      },
    },
    reviews: {
      title: "Film reviews",
      about:
        "Is a review positive or negative? Examples soon teach the form of the answer. The choice wanders: the same examples in another order can turn it round, and that is worth seeing before one trusts an accuracy.",
      differIn: "Order of the examples",
      sets: { "in turn": "in turn", "another order": "another order" },
    },
    "animal-or-food": {
      title: "Animal or food",
      about:
        "One and the same sorting of words under three names for the two groups. With natural names the model already knows the way; A and B it must learn from the examples; with zib and mog this small model never learns which is which.",
      differIn: "Names of the two groups",
      sets: { natural: "natural", "A or B": "A or B", "zib or mog": "zib or mog" },
    },
    "chinese-words": {
      title: "Chinese words",
      about:
        "Single Chinese words and their English meaning. The model's makers call it an English model; a few examples still bring out the words it picked up on the way. Its Pinyin is another matter.",
      differIn: "Into",
      sets: { English: "English", Pinyin: "Pinyin" },
    },
    "copy-rule": {
      title: "A made-up rule",
      about:
        "Copy the word and put zo at its end: a rule that no text on the web taught. It must come from the examples, and it does.",
      differIn: "Rule",
      sets: { "zo at the end": "zo at the end", twice: "twice" },
    },
    plurals: {
      title: "Plurals",
      about:
        "From one to many. The rule is in the model already; the examples only say that this is what is asked.",
      differIn: "Examples of",
      sets: { plural: "plural", "with an article": "with an article" },
    },
    "odd-dates": {
      title: "Odd dates",
      about:
        "A date written in a way nobody writes it. The model copies digits and signs into the new order. The second answer has day and month the wrong way round.",
      differIn: "Format",
      sets: { "!month!day!year!": "!month!day!year!", "day/month/year": "day/month/year" },
    },
    "note-translation": {
      title: "The note's translation",
      about:
        "Sentences from Chinese into English, with the examples of the note this project grew from. This small English model does not manage it: the examples bring English sentences, not the right one. It stays here because a null is a result too.",
      differIn: "Into",
      sets: { English: "English" },
    },
    translation: {
      title: "Translate a sentence",
      about:
        "Sentence = sentence, the form in which GPT-2 was first asked to translate. This model is too small for it: the examples teach it to answer in the other language, seldom with the right sentence. A null, told as such.",
      differIn: "Into",
      sets: { French: "French", Spanish: "Spanish" },
    },
    arithmetic: {
      title: "Word problems",
      about:
        "Roger's tennis balls are the example from the paper on reasoning step by step; the question is its cafeteria, and 27 is the wrong answer printed there. Examples teach this model to answer with a number, not with the right one: a null, told as such. Reasoning first did not help either when it was tried on sixty of them.",
      differIn: "Examples of",
      sets: { "word problems": "word problems" },
    },
    "zog-or-fip": {
      title: "Two made-up names",
      about:
        "Animals go by one name, times of day and year by the other. Neither name means anything, and no training episode had these words or these names: what stands in the examples is all there is to go by. Exchange the names and the same question gets the other answer. It can still err: after few examples a rat may pass for a time.",
      differIn: "Which name is whose",
      sets: { "animals are zog": "animals are zog", "animals are fip": "animals are fip" },
    },
  } as Record<string, TaskWords>,
};
