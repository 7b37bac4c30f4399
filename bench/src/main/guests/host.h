// What the guests import, and their memory. No C library stands behind them.
#pragma once
#include "../../../../actors/src/test/guests/contract.h"

static void require(int holds) {
  if (!holds) __builtin_trap();
}

// Memory is never given back; the few blocks that have to grow are kept in rooms.
extern u8 __heap_base;
static u8 *heap_end;

static void *allocate(u32 size) {
  if (!heap_end) heap_end = (u8 *)(((u32)&__heap_base + 15) & ~15u);
  u8 *block = heap_end;
  u64 end = (u64)(u32)block + ((size + 15) & ~15u), have = (u64)__builtin_wasm_memory_size(0) << 16;
  if (end > have)
    require(__builtin_wasm_memory_grow(0, (u32)((end - have + 0xffff) >> 16)) != (u32)-1);
  heap_end = (u8 *)(u32)end;
  return block;
}

struct room {
  u8 *at;
  u32 size;
};

// At least this much, without what was there before when it has to grow.
static u8 *room_of(struct room *room, u32 size) {
  if (room->size < size) *room = (struct room){allocate(size), size};
  return room->at;
}

static u32 length_of(const char *text) {
  u32 length = 0;
  while (text[length]) length++;
  return length;
}

static int same_text(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static int same_bytes(const u8 *a, const u8 *b, u32 length) {
  u32 i = 0;
  for (; i + 8 <= length; i += 8) {
    u64 x, y;
    __builtin_memcpy(&x, a + i, 8);
    __builtin_memcpy(&y, b + i, 8);
    if (x != y) return 0;
  }
  for (; i < length; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}

static u64 monotonic(void) {
  u64 now;
  require(!clock_time_get(1, 1, &now));
  return now;
}

static char **arguments(u32 *count) {
  u32 size;
  require(!args_sizes_get(count, &size));
  char **args = allocate(*count * sizeof *args);
  require(!args_get(args, allocate(size)));
  return args;
}

static const char *environment(const char *name) {
  u32 count, size;
  require(!environ_sizes_get(&count, &size));
  char **variables = allocate(count * sizeof *variables);
  require(!environ_get(variables, allocate(size)));
  for (u32 i = 0; i < count; i++) {
    const char *at = variables[i], *wanted = name;
    while (*wanted && *at == *wanted) at++, wanted++;
    if (!*wanted && *at == '=') return at + 1;
  }
  __builtin_trap();
}

static u64 from_hex(const char *text) {
  u64 value = 0;
  for (; *text; text++) value = value << 4 | (u64)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
  return value;
}
