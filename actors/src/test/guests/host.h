// What the guest imports, and its memory. No C library stands behind it.
#pragma once
#include "contract.h"

// Blocks in powers of two, from free lists first and then from the end of the memory.
extern u8 __heap_base;
static u8 *heap_end;

struct block {
  u32 size_class;
  struct block *next;
};
static struct block *free_blocks[32];

static void *allocate(u32 size) {
  u32 class = 5;
  while (((u64)1 << class) < (u64)size + sizeof(struct block)) class++;
  if (class > 30) __builtin_trap();
  struct block *block = free_blocks[class];
  if (block) {
    free_blocks[class] = block->next;
    return block + 1;
  }
  if (!heap_end) heap_end = (u8 *)(((u32)&__heap_base + 15) & ~15u);
  u64 wanted = (u64)(u32)heap_end + ((u64)1 << class);
  u64 have = (u64)__builtin_wasm_memory_size(0) << 16;
  if (wanted > have && __builtin_wasm_memory_grow(0, (u32)((wanted - have + 0xffff) >> 16)) == (u32)-1)
    __builtin_trap();
  block = (struct block *)heap_end;
  heap_end += (u32)1 << class;
  block->size_class = class;
  return block + 1;
}

static void release(void *pointer) {
  if (!pointer) return;
  struct block *block = (struct block *)pointer - 1;
  block->next = free_blocks[block->size_class];
  free_blocks[block->size_class] = block;
}

static u32 length_of(const char *text) {
  u32 n = 0;
  while (text[n]) n++;
  return n;
}

static int same_text(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static int same_bytes(const u8 *a, const u8 *b, u32 n) {
  for (u32 i = 0; i < n; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}

static void write_all(u32 fd, const void *bytes, u32 length) {
  const u8 *at = bytes;
  while (length) {
    struct piece piece = {at, length};
    u32 written = 0;
    if (fd_write(fd, &piece, 1, &written) || !written || written > length) __builtin_trap();
    at += written;
    length -= written;
  }
}
