#include "panels.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace shotglass {

constexpr size_t HUGE_PAGE = 1 << 21, PAGE = 4096;

static size_t rounded_up(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

Memory::Memory(size_t bytes) {
  const size_t page = bytes >= HUGE_PAGE ? HUGE_PAGE : PAGE;
#if defined(_WIN32)
  data_ = _aligned_malloc(rounded_up(bytes + 64, page), page);
#else
  if (posix_memalign(&data_, page, rounded_up(bytes + 64, page))) data_ = nullptr;
#endif
  if (!data_) throw std::bad_alloc();
#if defined(__linux__)
  if (page == HUGE_PAGE) madvise(data_, rounded_up(bytes + 64, page), MADV_HUGEPAGE);
#endif
}

Memory& Memory::operator=(Memory&& other) noexcept {
  void* own = data_;
  data_ = other.data_;
  other.data_ = own;
  return *this;
}

Memory::~Memory() {
#if defined(_WIN32)
  _aligned_free(data_);
#else
  std::free(data_);
#endif
}

Memory read_file(const std::string& file, long offset, long bytes) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rb"), std::fclose);
  if (!stream) throw std::runtime_error(file + " cannot be opened");
  const std::runtime_error too_short(file + " ends before a weight that its graph names");
  if (std::fseek(stream.get(), 0, SEEK_END) || std::ftell(stream.get()) < offset + bytes) throw too_short;
  Memory memory(bytes);  // not before it is known how much there is to read
  if (std::fseek(stream.get(), offset, SEEK_SET) || std::fread(memory.as<char>(), 1, bytes, stream.get()) != (size_t)bytes) throw too_short;
  return memory;
}

static long panels_of(long columns) { return (columns + PANEL - 1) / PANEL; }

// Rows (used, depth) as a panel (depth, 48): blocks of rows and numbers that stay in the nearest cache.
static void gather(const float* rows, long depth, long used, float* to) {
  constexpr long AT_ONCE = 16;
  for (long first = 0; first < depth; first += AT_ONCE) {
    const long end = first + AT_ONCE < depth ? first + AT_ONCE : depth;
    for (long j = 0; j < PANEL; j++)
      for (long k = first; k < end; k++) to[k * PANEL + j] = j < used ? rows[j * depth + k] : 0.0f;
  }
}

Panels::Panels(const Place32& place, const float* weight, long first, long own)
    : depth(place.depth), columns(own), count(panels_of(own)), numbers(count * depth * PANEL * sizeof(float)) {
  for (long panel = 0; panel < count; panel++) {
    float* to = numbers.as<float>() + panel * depth * PANEL;
    const long column = first + panel * PANEL, used = own - panel * PANEL < PANEL ? own - panel * PANEL : PANEL;
    if (place.transposed) gather(weight + column * depth, depth, used, to);
    else
      for (long k = 0; k < depth; k++, to += PANEL) {
        std::memcpy(to, weight + k * place.columns + column, used * sizeof(float));
        std::memset(to + used, 0, (PANEL - used) * sizeof(float));
      }
  }
}

BlockPanels::BlockPanels(const Place8& place, const uint8_t* from, const float* steps, long first, long own)
    : width(place.depth), depth((place.depth + place.block - 1) / place.block * place.block), block(place.block), columns(own),
      count(panels_of(own)), codes(count * depth * PANEL), scales(count * depth / block * PANEL * sizeof(float)),
      sums(count * depth / block * PANEL * sizeof(int16_t)) {
  const long blocks = depth / block;
  int8_t* to = codes.as<int8_t>();
  for (long column = 0; column < count * PANEL; column++) {
    const long panel = column / PANEL, j = column % PANEL;
    for (long b = 0; b < blocks; b++) {
      const long place_of_block = (panel * blocks + b) * PANEL + j;
      int32_t sum = 0;
      for (long i = 0; i < block; i++) {
        const long k = b * block + i;
        const int code = column < own && k < width ? (int)from[(first + column) * depth + k] - 128 : 0;
        to[panel * depth * PANEL + k / 4 * 4 * PANEL + j * 4 + k % 4] = (int8_t)code;
        sum += code;
      }
      scales.as<float>()[place_of_block] = column < own ? steps[(first + column) * blocks + b] : 0.0f;
      sums.as<int16_t>()[place_of_block] = (int16_t)sum;
    }
  }
}

BlockPanel BlockPanels::at(long panel) const {
  const long blocks = depth / block;
  return {codes.as<int8_t>() + panel * depth * PANEL, scales.as<float>() + panel * blocks * PANEL,
          sums.as<int16_t>() + panel * blocks * PANEL, depth, block};
}

}  // namespace shotglass
