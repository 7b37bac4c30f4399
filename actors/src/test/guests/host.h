// What the guest imports, and its memory. No C library stands behind it.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
typedef long long i64;

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

// Every function of the kernel: request, room of 4096 bytes for the response, room for the error.
#define KERNEL_CALL(name) \
  IMPORT("parigot", #name) \
  u64 name(u32 request_length, const void *request, void *response, i32 *error)

KERNEL_CALL(register_);
KERNEL_CALL(bind_method_);
KERNEL_CALL(export_);
KERNEL_CALL(require_);
KERNEL_CALL(launch_);
KERNEL_CALL(locate_);
KERNEL_CALL(dispatch_);
KERNEL_CALL(return_value_);
KERNEL_CALL(exit_);
KERNEL_CALL(timer_);
#ifdef LOOP
KERNEL_CALL(read_one_);
#endif

#define WASI(name) IMPORT("wasi_snapshot_preview1", #name)
struct piece {
  const void *bytes;
  u32 length;
};
WASI(fd_write) u32 fd_write(u32 fd, const struct piece *pieces, u32 count, u32 *written);
WASI(proc_exit) _Noreturn void proc_exit(u32 code);
WASI(random_get) u32 random_get(void *bytes, u32 length);
WASI(clock_time_get) u32 clock_time_get(u32 clock, u64 precision, u64 *time);
WASI(args_sizes_get) u32 args_sizes_get(u32 *count, u32 *size);
WASI(args_get) u32 args_get(char **args, char *text);
WASI(environ_sizes_get) u32 environ_sizes_get(u32 *count, u32 *size);
WASI(environ_get) u32 environ_get(char **variables, char *text);

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
