// The words of the lesson.

import { STATED } from "../../core/experiments/stated";

const gap = "post-minus-pre[3e-3, none]";

export const words = {
  text: [
    "GPT-1 norms every sum. GPT-2 norms what goes into each part, so the sum runs untouched through all blocks, and gradients run back along it. That trains more stably, says the note, above all when deep. What was run here does not settle it: no more than six blocks were trained, and the gradients below show something else.",
    "Before training, at 24 blocks: with pre-norm the first block’s gradient is {gradient-pre-24[1] 2}, the last’s {gradient-pre-24[24] 2}; with post-norm both are {gradient-post-24[24] 3}. That is the size of the stream, not the place of the norms. GPT-2’s embeddings begin small, while a post-norm brings every sum to size one; a pre-norm stream enlarged to that size has post-norm’s small gradients (a check on random tokens, outside the experiment). Xiong et al. (2020) began with other weights and found post-norm’s gradients large near the output: hence warm-up, a rate that rises from 0.",
    "After 150 steps at six blocks post-norm loses {loss-post[1e-3, none] 2} to {loss-post[3e-3, none] 2} nats in all four settings, as if it had learned little more than how frequent tokens are; what that alone would lose was not measured. Pre-norm loses less in three, by {post-minus-pre[1e-3, none] 2} at 1e-3 without warm-up. At 3e-3 without it, chosen beforehand to judge by, pre-norm’s own runs differ too much to tell.",
  ],
  corrections: [],
  opposite:
    "At 3e-3 without warm-up, a difference between post-norm and pre-norm that is below 0.05 nats throughout its interval.",
  try: "Count GPT-2 small with its norms behind the sums",
  formula:
    "h is the stream, F a part such as attention, LN the norm. Post-norm: the new h is the norm of h plus F of h. Pre-norm: the new h is h plus F of the norm of h.",
  experiment: {
    ...STATED,
    outcomes: {
      held: `Post-norm ends {${gap} 2} nats a token higher (95 % from {${gap}.low 2} to {${gap}.high 2}).`,
      refuted: `Post-norm ends {${gap} 2} nats a token higher (95 % from {${gap}.low 2} to {${gap}.high 2}), which is below 0.05.`,
      null: `Post-norm ends {${gap} 2} nats a token higher on average, but the interval over three seeds runs from {${gap}.low 2} to {${gap}.high 2} and holds 0.05. The other three settings and the gradients judge nothing.`,
    },
  },
  figure: {
    figures: {
      gradients: {
        caption:
          "Gradients before training, by block, in models of 6, 12 and 24 blocks: they follow the size of the stream",
        x: "Block (1 is next to the tokens)",
        y: "Norm of the gradient of the block’s last matrix",
      },
      losses: {
        caption: "Held-out loss after 150 steps at six blocks",
        x: "Learning rate and warm-up (steps in which the rate rises from 0)",
        y: "Nats a token",
      },
    },
    names: {
      "gradient-pre-6": "pre-norm, 6 blocks",
      "gradient-pre-12": "pre-norm, 12 blocks",
      "gradient-pre-24": "pre-norm, 24 blocks",
      "gradient-post-6": "post-norm, 6 blocks",
      "gradient-post-12": "post-norm, 12 blocks",
      "gradient-post-24": "post-norm, 24 blocks",
      "loss-pre": "pre-norm",
      "loss-post": "post-norm",
      "1e-3, none": "1e-3, no warm-up",
      "1e-3, 20": "1e-3, 20 warm-up steps",
      "3e-3, none": "3e-3, no warm-up",
      "3e-3, 20": "3e-3, 20 warm-up steps",
    },
  },
};
