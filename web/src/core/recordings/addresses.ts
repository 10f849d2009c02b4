// The built address of every recorded file, by its path in the source.

export const ADDRESSES = import.meta.glob<string>("../../recordings/*/*", {
  eager: true,
  query: "?url",
  import: "default",
});
