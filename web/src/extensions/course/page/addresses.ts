// Where the recorded files lie, within a lesson's page by itself.

import { contents } from "./contents";

export const ADDRESSES = contents.files;
