// Attention over a cache.
#pragma once
#include "operators.h"

namespace shotglass {

// Attention over a cache, as com.microsoft.GroupQueryAttention has it for the graphs of model folders. Inputs packed
// (B, S, (H + 2G) d), past keys and values (B, G, M, d), total lengths less one (B), lengths (B) and, where heads are turned,
// cosines and sines (C, turned / 2). Outputs mixed (B, S, H d), and the cache with the new tokens in it.
class CachedAttention {
 public:
  explicit CachedAttention(const Info* info)
      : kernels_(kernels_of(info)), heads_(integer_within(info, "heads", 1, MOST_HEADS)), groups_(integer_within(info, "groups", 1, MOST_HEADS)),
        window_(integer_within(info, "window", 0, MOST_NUMBERS)), scale_(runtime->number(info, "scale")), cap_(runtime->number(info, "cap")) {}
  void compute(Context* context) const {
    const Tensor packed = runtime->input(context, 0), keys = runtime->input(context, 1), values = runtime->input(context, 2),
                 total = runtime->input(context, 3), lengths = runtime->input(context, 4), cosines = runtime->input(context, 5),
                 sines = runtime->input(context, 6);
    if (packed.sizes.size() != 3 || keys.sizes.size() != 4 || (cosines.data && cosines.sizes.size() != 2))
      throw std::runtime_error("queries, a cache or angles that are no matrices of rows");
    const long rows = packed.sizes.at(0), tokens = packed.sizes.at(1), size = keys.sizes.at(3), room = keys.sizes.at(2);
    if (keys.sizes.at(0) != rows || keys.sizes.at(1) != groups_ || values.sizes != keys.sizes || total.count() != rows || lengths.count() != rows)
      throw std::runtime_error("a cache of another shape than its tokens");
    const Tensor mixed = runtime->output(context, 0, {rows, tokens, heads_ * size});
    const Tensor kept_keys = runtime->output(context, 1, keys.sizes), kept_values = runtime->output(context, 2, values.sizes);
    const Attention a{rows, tokens, heads_, groups_, size, room, cosines.data ? 2 * (long)cosines.width() : 0, window_, scale_, cap_,
                      packed.data, cosines.data, sines.data, total.integers(), lengths.integers(),
                      kept_keys.data, kept_values.data, mixed.data};
    require_fit(a, packed.width(), cosines, sines);
    if (kept_keys.data != keys.data) std::copy_n(keys.data, rows * groups_ * room * size, kept_keys.data);
    if (kept_values.data != values.data) std::copy_n(values.data, rows * groups_ * room * size, kept_values.data);
    if (tokens == 1) {
      runtime->parallel(context, rows * groups_, [&](size_t t) {
        kernels_->append(a, t / groups_, t % groups_);
        attend(a, t / groups_, t % groups_, 0, 1);
      });
      return;
    }
    std::fill_n(mixed.data, rows * tokens * heads_ * size, 0.0f);  // behind a row's own tokens
    runtime->parallel(context, rows * groups_, [&](size_t t) { kernels_->append(a, t / groups_, t % groups_); });
    const std::vector<Work> work = cut(a);
    runtime->parallel(context, work.size(), [&](size_t t) { attend(a, work[t].row, work[t].group, work[t].first, work[t].count); });
  }

 private:
  struct Work { long row, group, first, count; };
  static constexpr long MOST_HEADS = 1 << 16;
  static constexpr long QUERIES = 32, SCORES = 1 << 16;  // tokens and numbers a task, at most

  static void require_fit(const Attention& a, long width, const Tensor& cosines, const Tensor& sines) {
    if (a.groups < 1 || a.heads % a.groups || a.turned > a.size || sines.sizes != cosines.sizes)
      throw std::runtime_error("heads that do not share keys evenly, or angles of another size");
    if (width != (a.heads + 2 * a.groups) * a.size) throw std::runtime_error("packed queries, keys and values of another width than the cache");
    for (long b = 0; b < a.rows; b++) {
      const long length = a.lengths[b], end = a.total[b] + 1L;
      if (length < 0 || length > a.tokens || end < length || end > a.room || (a.turned && end > cosines.sizes.at(0)))
        throw std::runtime_error("row " + std::to_string(b) + " ends at token " + std::to_string(end) + ", and the cache has room for " +
                                 std::to_string(a.room));
    }
  }
  // Blocks of queries, spread so that neighbours in the list take unlike times.
  static std::vector<Work> cut(const Attention& a) {
    std::vector<Work> work;
    for (long b = 0; b < a.rows; b++) {
      const long room = (a.total[b] + PANEL) * (a.heads / a.groups), most = std::clamp(SCORES / room, 1L, QUERIES);
      for (long first = 0; first < a.lengths[b]; first += most)
        for (long g = 0; g < a.groups; g++) work.push_back({b, g, first, std::min(most, a.lengths[b] - first)});
    }
    std::vector<Work> spread;
    for (size_t i = 0; i < work.size(); i += 2) spread.push_back(work[i]);
    for (size_t i = 1; i < work.size(); i += 2) spread.push_back(work[i]);
    return spread;
  }
  void attend(const Attention& a, long row, long group, long first, long count) const {
    if (!a.lengths[row]) return;
    static thread_local std::vector<float> scratch;
    const long needed = scratch_size(a, count, a.total[row] + 1 - a.lengths[row] + first + count);
    if ((long)scratch.size() < needed) scratch.resize(needed);
    kernels_->attend(a, row, group, first, count, scratch.data());
  }
  const Kernels* kernels_;
  long heads_, groups_, window_;
  float scale_, cap_;
};

}  // namespace shotglass
