// The questions of the tasks that were asked for so far, by the task's id.
import { lookup } from "../core/lookup";
import { type GalleryQuery, loadItems } from "../core/gallery/gallery";

class Items {
  #known = $state.raw<Readonly<Record<string, readonly GalleryQuery[]>>>({});

  of(task: string): readonly GalleryQuery[] {
    return lookup(this.#known, task) ?? [];
  }

  /** Rejects where they cannot be fetched. */
  async load(task: string): Promise<readonly GalleryQuery[]> {
    const items = (await loadItems(task))?.items ?? [];
    this.#known = { ...this.#known, [task]: items };
    return items;
  }
}

export const items = new Items();
