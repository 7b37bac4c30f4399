// Calls of plugins, by the names under which guests of the original import them. Defining STORES imports those of
// log, file, queue and nutsdb, defining MISCHIEF those of a plugin that does what it must not.
#pragma once
#include "wire.h"

#ifdef STORES
#define PLUGIN_FUNCTIONS(F) \
  F(log, log_) F(file, open_) F(file, create_) F(file, close_) F(file, load_test_data_) F(file, read_) \
  F(file, write_) F(file, delete_) F(file, stat_) F(queue, create_queue_) F(queue, locate_) \
  F(queue, delete_queue_) F(queue, receive_) F(queue, mark_done_) F(queue, length_) F(queue, send_) \
  F(nutsdb, open_) F(nutsdb, close_) F(nutsdb, read_pair_) F(nutsdb, write_pair_) F(nutsdb, delete_pair_)
#else
#define PLUGIN_FUNCTIONS(F) \
  F(mischief, block_) F(mischief, spin_) F(mischief, wait_) F(mischief, throw_) F(mischief, recurse_) \
  F(mischief, allocate_) F(mischief, return_null_) F(mischief, return_too_much_) F(mischief, refuse_) \
  F(mischief, echo_)
#endif

#define DECLARE(module, name) \
  IMPORT(#module, #name) u64 module##_##name(u32 length, const void *request, void *response, i32 *error);
PLUGIN_FUNCTIONS(DECLARE)

struct plugin_function {
  const char *name;
  u64 (*call)(u32 length, const void *request, void *response, i32 *error);
};

#define LIST(module, name) {#module "." #name, module##_##name},
static const struct plugin_function plugin_functions[] = {PLUGIN_FUNCTIONS(LIST)};

static u8 plugin_room[4096];

// A `…Request` as an Any goes to the plugin; what comes back is the `…Response`, or nothing where there are no bytes.
static i32 call_plugin(const char *name, struct span param, struct span *result) {
  struct span type = {0}, request = {0};
  for (struct reader r = reading(param); next_field(&r);) {
    if (r.field == 1) type = r.bytes;
    if (r.field == 2) request = r.bytes;
  }
  u32 i = 0;
  while (!same_text(plugin_functions[i].name, name))
    if (++i == sizeof plugin_functions / sizeof *plugin_functions) __builtin_trap();
  i32 error = -1;
  u64 answer = plugin_functions[i].call(request.length, request.at, plugin_room, &error);
  *result = (struct span){0};
  if (error) return error;
  u32 length = (u32)(answer >> 32);
  const u8 *at = (const u8 *)(u32)answer;
  if (!length) return 0;
  u8 *room = allocate(length + type.length + 32), *of = allocate(type.length + 2);
  __builtin_memcpy(of, type.at, type.length);
  u32 type_length = type.length;
  if (type_length > 7 && same_bytes(of + type_length - 7, (const u8 *)"Request", 7)) {
    __builtin_memcpy(of + type_length - 7, "Response", 8);
    type_length++;
  }
  struct writer w = {room, room + length + type.length + 32};
  put_bytes(&w, 1, of, type_length);
  put_bytes(&w, 2, at, length);
  release(of);
  if (at != plugin_room) release((void *)at);
  *result = (struct span){room, (u32)(w.at - room)};
  return 0;
}
