// The words of Inside: the mask, the attention of a text, what each layer would say.

import { arcs, cliff, heads, lens } from "./attention/words.en";
import { count, nats, percent } from "../../core/text/numbers";

export const inside = {
  inside: {
    titles: { layers: "What each layer would say", mask: "Which tokens may look at which" },
    abouts: {
      layers:
        "A model is a stack of layers. Stop at any of them and ask what comes next: early ones hardly know, later ones decide.",
      mask: "Each row is one token looking back; a filled cell is one that it may see. No model runs here.",
    },
    views: {
      label: "Inside the model",
      attention: "Attention",
      layers: "Layers",
      next: "Next word",
      mask: "Mask",
      allOn: (off: number) =>
        `All heads are on here; ${off === 1 ? "the one switched off in Attention is" : `the ${count(off)} switched off in Attention are`} off there alone.`,
    },
    headline: {
      waiting: "Where does it look?",
      answers: (head: string, token: string, p: string) => [
        `${head}: “${token}” gives `,
        p,
        " of its attention to the examples’ answers.",
      ],
      most: (head: string, token: string, p: string, other: string) => [
        `${head}: “${token}” gives `,
        p,
        ` of its attention to “${other}”.`,
      ],
      head: (layer: number, head: number) => `Layer ${layer}, head ${head}`,
      other: (all: string) => `One of ${all} heads.`,
      among: {
        all: (n: string) => `all ${n} heads`,
        layer: (n: string) => `the ${n} heads of this layer`,
        read: (n: string) => `the ${n} heads that were read`,
      },
      first: (heads: string) => `Of ${heads} it looks at them most.`,
      rank: (place: string, heads: string) =>
        `Rank ${place} of ${heads} by how much it looks at them.`,
    },
    arcs,
    cliff,
    off: {
      title: "Does the answer need this head?",
      about: "Switched off, it adds nothing at any token.",
      switchOff: (layer: number, head: number) => `Switch off layer ${layer}, head ${head}`,
      switchOn: (layer: number, head: number) => `Switch layer ${layer}, head ${head} on again`,
      several: (n: number) => `Switch off the top ${count(n)}`,
      allOn: "All heads on",
      needsModel: "This needs the model; without it nothing can be switched off.",
      effect: (heads: readonly string[], answer: string, before: string, after: string) =>
        `Without ${heads.length === 1 ? "head" : "heads"} ${heads.join(", ")}: “${answer}” goes from ${before} to ${after}.`,
      turned: (before: string, after: string) => `It now says “${after}”, not “${before}”.`,
      label: "The answers with all heads, and with heads switched off",
      none: "all heads on",
      all: "All heads on",
      without: "Heads off",
      oneOff: "without it",
      off: (heads: readonly string[]) =>
        heads.length === 1 ? `without head ${heads.join()}` : `${count(heads.length)} heads off`,
      answer: "Answer",
      caption: (heads: string) => `Probability of each answer with and without heads ${heads}`,
      notExplanation:
        "Looking is not yet mattering; switching off is the test. One prompt is an anecdote:",
      measure: "measure many.",
      measureWithout: (heads: readonly string[]) =>
        `Measure without ${heads.length === 1 ? `head ${heads.join()}` : `${count(heads.length)} heads`}.`,
    },
    more: {
      heads: (n: number) => `All ${count(n)} heads`,
      square: "All tokens at once",
      head: "This head in steps, and copying heads",
    },
    source: "Text",
    sources: {
      own: () => "Your own text",
      zero: () => "Your prompt, no example",
      one: () => "Your prompt, 1 example",
      few: (n: number) => `Your prompt, ${n === 1 ? "1 example" : `${count(n)} examples`}`,
    },
    leave: "Back to the model in use",
    edit: "Edit",
    text: "Your text",
    kinds: { causal: "Causal", bidirectional: "Bidirectional", banded: "Banded" },
    models: { causal: "GPT", bidirectional: "BERT", banded: "GPT-3, every other layer" },
    explain: {
      causal: () =>
        "Each token sees itself and what stands before it. So the model can be asked at every place what comes next without having seen it.",
      bidirectional: () =>
        "Every token sees every other, before and after. Good for filling gaps; useless for writing on, since what comes next would be seen.",
      banded: (n: number) =>
        `Each token sees itself and only the few before it. GPT-3 lets such layers take turns with causal ones. The band here is ${n} tokens, itself included, so that it fits the page.`,
    },
    banded: (n: number) =>
      `This layer looks through a band: each token sees ${n} tokens, itself included, and none before them.`,
    ownBand: (name: string, layers: readonly number[], n: number, drawn: boolean) =>
      `${name} has such a band in ${layers.length === 1 ? "layer" : "layers"} ${layers.join(", ")}: ${n} tokens, itself included. ${drawn ? "It is the one drawn here." : "This text fits into it, so there nothing is left out."}`,
    fillsGaps: (name: string) => `${name} (fills gaps)`,
    noGap: (mark: string) => `A gap is written ${mark}; this text has none.`,
    tryGap: (text: string) => `Try “${text}”`,
    seeIn: (name: string) => `See it in ${name}, which attends so`,
    step: "Token",
    previous: "Previous token",
    next: "Next token",
    place: (i: number, n: number) => `${i} of ${n}`,
    sees: (before: number, after: number): string => {
      const tokens = (n: number) => (n === 1 ? "the 1 token" : `the ${n} tokens`);
      if (before === 0 && after === 0) return "sees only itself.";
      if (after === 0) return `sees ${tokens(before)} before it and itself.`;
      if (before === 0) return `sees itself and ${tokens(after)} after it.`;
      return `sees ${tokens(before)} before it, itself, and ${tokens(after)} after it.`;
    },
    looksAt: "looks at",
    looksMost: (p: number) => `looks most at (${percent(p)})`,
    cell: (row: string, column: string, value: string) => `row ${row}, column ${column}, ${value}`,
    may: "may look",
    mayNot: "may not look",
    hidden: "hidden",
    notNow: "not computed in this step",
    grid: "Rows ask, columns answer",
    strongest: (value: string) => `strongest: ${value}`,
    none: "none",
    tableToken: "Token",
    tableSees: "may look at",
    noTokens: "Write something to see its tokens.",
    counts: (filled: number, all: number) => `${count(filled)} of ${count(all)} cells are filled`,
    tableTokenAsks: "Asks",
    tableMost: "Looks most at",
    tableShare: "Share",
    tableFirst: "On the first token",
    maskCaption: "What each token may look at",
    attentionCaption: (layer: number, head: number) =>
      `Where each token looks most, layer ${layer}, head ${head}`,

    heads,
    ranks: {
      title: "Heads that look there most",
      name: (layer: number, head: number) => `layer ${layer}, head ${head}`,
      measure: (token: string) =>
        `The measure is the share of ${token}’s attention that falls on tokens of the examples’ answers. It says where a head looks, not that the answer comes from it.`,
      some: (read: string, heads: string) =>
        `Ranked are the ${read} heads of ${heads} whose layers were read; in a text of up to 64 tokens the others follow.`,
      caption: (token: string, n: number) =>
        `The ${count(n)} heads in which ${token} looks most at the examples’ answers`,
      rank: "Rank",
      layer: "Layer",
      head: "Head",
      share: "On the answers",
    },
    induction: {
      title: "Copying heads",
      about:
        "An induction head copies: at a token that stood in the text before, it looks at what came after it then (Olsson et al. 2022). Examples make tokens come again, so this is one way in which they can act.",
      most: (layer: number, head: number, p: string, even: string) =>
        `Layer ${layer}, head ${head} does it most: on average the tokens that come again give ${p} of their attention to what followed their earlier occurrence. Spread evenly it would be ${even}.`,
      little: "That is less than twice as much: on this text no head that was read copies clearly.",
      nothing: "No token of this text comes twice.",
      waiting: "The attention of the head shown is on its way …",
      head: (layer: number, head: number) =>
        `Layer ${layer}, head ${head}: the bars are each token’s share.`,
      strip: "The text’s tokens, those that come again with a bar",
      none: "No token comes again.",
      isNew: (token: string) => `${token} has not stood here before.`,
      again: (token: string, after: readonly string[], share: number) =>
        `${token} stood here before; after it came ${after.join(", ")}. This head gives that ${percent(share)} of the attention.`,
      measure: (n: number) =>
        `The measure is prefix matching, here on your text: the mean over ${n === 1 ? "the 1 token" : `the ${count(n)} tokens`} that come again. Measure ranks heads by it on random tokens, and switches them off.`,
      caption: (n: number) =>
        `Heads by the attention of ${n === 1 ? "the 1 token" : `the ${count(n)} tokens`} that come again to what followed before`,
      share: "On what followed",
    },
    sink: {
      label: "Hide the first token (many heads rest there)",
      measure: (largest: string, half: string, heads: string, all: boolean, even: string) =>
        `On this text the first token gets more attention than any other in ${largest} of ${all ? `all ${heads}` : `the ${heads}`} heads${all ? "" : " read so far"}, summed over the tokens after it, and more than half on average in ${half}; spread evenly it would get ${even}. A token that heads rest on, whatever it says, is called an attention sink.`,
      about: (p: string) =>
        `The first token’s column is hidden: ${p} of these rows’ attention lies there. The rest is not scaled up; these are the real probabilities.`,
    },
    parts: {
      title: "By part of the prompt",
      rows: "Whose attention",
      row: "this token’s",
      all: "all tokens’",
      start: "Start token",
      instruction: "Instruction",
      question: "Question",
      written: "Written on",
      example: (k: number) => `Example ${k}`,
      line: (k: number) => `Line ${k}`,
      shorts: { start: "S", instruction: "I", question: "Q", written: "W" },
      firstHidden: "First token (hidden)",
      times: (x: number) => `${x.toFixed(1)}× expected`,
      notYet: "later",
      about:
        "The parts sum to 100 %. The tick is what would fall on a part if attention were spread evenly over all that may be looked at.",
      caption: "Attention by part of the prompt",
      columns: { part: "Part", share: "Share", expected: "Evenly spread", times: "Times expected" },
    },
    attentionSteps: {
      title: "From score to attention",
      open: "Unfold this row",
      close: "Fold the row",
      about: (token: string) =>
        `How ${token} comes to its attention. Scores of later tokens exist too; the mask throws them away.`,
      aboutMasked: (token: string) =>
        `How ${token} comes to its attention. Nothing is masked: tokens before and after count alike.`,
      strips: {
        raw: "q·k",
        scaled: (root: string) => `÷ √d = ${root}`,
        masked: "+ mask",
        probabilities: "softmax",
      },
      same: (difference: string) =>
        `The softmax is computed here from the scores; it differs from the model’s own attention by at most ${difference}.`,
      window: (shown: number, all: number, p: string) =>
        `${shown} of ${all} tokens are shown: those looked at most, and the next later ones. The others hold ${p}.`,
      caption: (token: string) => `The row of ${token} in its steps`,
      column: "Column",
      waiting: "The scores are being computed.",
      later: "later, thrown away",
    },
    decoding: {
      title: "Let it continue",
      write: "Continue (12 tokens)",
      writing: "Writing …",
      forget: "Take it away",
      about:
        "The likeliest token, up to 12 times. The prompt’s square is computed once; after that each new token is one row, and the keys and values of all before it are kept in a cache.",
      asComputed: "As it was computed",
      stepOf: (i: number, n: number) => `step ${i} of ${n}`,
      previous: "Previous step",
      next: "Next step",
      prompt: (s: number) => `The prompt: a square of ${s} × ${s}, all rows at once.`,
      row: (token: string, s: number) =>
        `${token} asks: one row, 1 × ${s}. Nothing above it is computed again.`,
      recut:
        "Read again as one text, prompt and continuation are cut into other tokens than were sampled; the rows are those of the text as it stands.",
    },
    maskedLens: {
      title: "What each layer would put here",
      about: (token: string) =>
        `The logit lens (nostalgebraist, 2020) reads every layer at ${token} as if it were the last. A masked model says what stands at a place, not what follows it, so a gap is the place to ask. It is an approximation: layers before the last were never trained to be read so.`,
      top: "likeliest here",
      caption: (token: string) => `What each layer would put in place of ${token}`,
    },
    lens,
    surprisal: {
      title: "How surprising each token is",
      about:
        "A bar is −log p of the token after all that stands before it, in nats: none is certain, a long one is a surprise; from 10 nats on it grows no longer. The first token has nothing before it.",
      strip: "The text’s tokens with their surprisal",
      token: (text: string, p: number, rank: number, value: number) =>
        `${text}, ${nats(value)} nats, ${percent(p)}, rank ${count(rank + 1)}`,
      first: (text: string) => `${text}, nothing stands before it`,
      mean: (value: number, n: number) =>
        n === 0
          ? "There is no token after the first yet: write some more."
          : `Mean ${nats(value)} nats over ${count(n)} tokens. Point at one to read it.`,
      caption: "Surprisal of the text’s tokens",
      columns: { token: "Token", nats: "Nats", p: "Probability", rank: "Rank" },
    },
    precision: {
      fp32: (bits: number | null) =>
        bits === null ? "Exact (fp32)." : `Exact (fp32 arithmetic, ${bits}-bit weights).`,
      int8: "Computed in fp32, always: “fast (8-bit)” holds for the other views, so their figures can differ.",
      fp16: "Computed in fp32 on the processor. Text is written in fp16 on a GPU, so the last digits of the other views can differ.",
      web: "Computed in fp32 by the server. This browser computes with 16-bit weights, so the last digits of the other views can differ.",
    },
    recorded: (date: string, digest: string) => `Recorded ${date}, ${digest}`,
    states: {
      noServer: "Attention needs the model; the server does not answer yet.",
      loading: "The model is being loaded; its attention follows.",
      computing: "The model reads the text: about a second.",
      fromLink: "This text came with a link.",
      look: "Look inside",
      tooLong: (tokens: number, over: number) =>
        `The text is ${count(tokens)} tokens; the inside of at most 512 can be shown. Shorten it by ${count(over)}.`,
      older: "What stands below, in grey, is still of the text before.",
      notRecorded: "This layer was not recorded; it can be seen once the server answers.",
    },
  },
};
