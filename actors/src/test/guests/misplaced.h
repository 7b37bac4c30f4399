// System calls whose request, answer or error number stands where no memory is, or that are no message.
#pragma once
#include "calls.h"

static void misplaced(i32 expected, const char *what, const char *name) {
  enum system_call call = 0;
  while (call < SYSTEM_CALLS && !same_text(system_call_names[call], name)) call++;
  if (call == SYSTEM_CALLS) fail(5, "no such system call", 0);
  struct fields f = {.host = host, .service = service, .call = new_id('c'), .method = launch_method,
                     .package = "misplaced.v1", .name = "misplaced"};
  if (call == LOCATE) f.package = target.package, f.name = target.name;
  u8 request[2048];
  struct writer w = {request, request + sizeof request};
  put_request(&w, call, &f);
  u32 length = (u32)(w.at - request), end = (u32)__builtin_wasm_memory_size(0) << 16;
  const void *from = request;
  void *to = response_room;
  i32 error = -1, *error_at = &error;
  if (same_text(what, "request-at-end")) from = (void *)(end - length + 1);
  else if (same_text(what, "request-far")) from = (void *)0xfffffff0u;
  else if (same_text(what, "request-endless")) length = 0xffffffffu;
  else if (same_text(what, "request-huge")) length = 0x7fffffffu;
  else if (same_text(what, "request-empty")) from = 0, length = 0;
  else if (same_text(what, "request-cut")) length--;
  else if (same_text(what, "request-noise")) request[0] = 0xff;
  else if (same_text(what, "response-at-end")) to = (void *)(end - 1);
  else if (same_text(what, "response-far")) to = (void *)0xfffffff0u;
  else if (same_text(what, "error-at-end")) error_at = (i32 *)(end - 3);
  else if (same_text(what, "error-far")) error_at = (i32 *)0xfffffffcu;
  else fail(5, what, 0);
  u64 result = system_call_functions[call](length, from, to, error_at);
  if (error != expected) {
    print(what);
    fail(7, " was expected to be answered otherwise than", error);
  }
  if (error && result) fail(7, "a result beside an error", 0);
}
