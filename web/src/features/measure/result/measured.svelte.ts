// The measurement that is looked at, read for the question that is chosen: the part of it that is
// shown, and its sentence.

import { isWhole } from "../../../core/measurement/record";
import { preferences } from "../../../state/preferences.svelte";
import { chosen } from "../choice.svelte";
import { measuring } from "../run/measuring.svelte";
import { sentenceOf } from "../sentence/sentence";
import { sliceName } from "../slice/names";
import { chosenOf, sliceOf } from "../slice/slice";

class Measured {
  readonly choice = $derived.by(
    () => measuring.result && chosenOf(measuring.result, chosen.id, measuring.part),
  );

  readonly part = $derived.by(
    () => measuring.result && this.choice && sliceOf(measuring.result, chosen.id, this.choice),
  );

  /** Null until everything is measured. */
  readonly sentence = $derived.by(() => {
    const { result } = measuring;
    const { choice, part } = this;
    if (result === null || choice === null || part === null) return null;
    if (!isWhole(result) || !isWhole(part)) return null;
    const t = preferences.words.measure;
    const sentence = sentenceOf(part, chosen.id, t);
    const about = sliceName(result, chosen.id, choice, t);
    if (about === "") return sentence;
    const main = [{ text: `${t.slice.about(about)} `, strong: false }, ...sentence.main];
    return { ...sentence, main };
  });
}

export const measured = new Measured();
