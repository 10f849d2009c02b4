// How much room there is: a phone shows its editor in a sheet and its stepper at the thumb.

import { MediaQuery } from "svelte/reactivity";

const phone = new MediaQuery("max-width: 640px");

const wide = new MediaQuery("min-width: 1000px");

export const screen = {
  get phone(): boolean {
    return phone.current;
  },

  get wide(): boolean {
    return wide.current;
  },
};
