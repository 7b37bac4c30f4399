// Calls a plugin's method that does nothing. Arguments: NAME, under which bench.v1.NAME is exported.
//
// Run takes a number of 32 bits in a BytesValue: how many calls. It answers with a BytesValue: for
// each call the nanoseconds it took, 32 bits each. The plugin answers with the request, which is
// checked.
#include "service.h"

IMPORT("nothing", "do_") u64 do_(u32 length, const void *request, void *response, i32 *error);

static void on_call(struct id call, struct span param) {
  struct span number = field_of(field_of(param, 2), 1);
  u32 calls;
  require(number.length == sizeof calls);
  __builtin_memcpy(&calls, number.at, sizeof calls);

  static struct room results;
  u32 bytes = calls * (u32)sizeof(u32);
  u8 *start = room_of(&results, ANY_MARGIN + bytes);
  struct writer w = {start};
  u8 *at = put_any(&w, bytes);

  u8 request[32], answer_room[4096];
  u64 began = monotonic();
  for (u32 i = 0; i < calls; i++) {
    struct writer r = {request};
    put_bytes(&r, 1, &i, sizeof i);
    u32 length = (u32)(r.at - request);
    i32 error = -1;
    u64 result = do_(length, request, answer_room, &error);
    require(!error && (u32)(result >> 32) == length);
    require(same_bytes((const u8 *)(u32)result, request, length));
    u64 now = monotonic();
    u32 took = (u32)(now - began);
    __builtin_memcpy(at + i * sizeof took, &took, sizeof took);
    began = now;
  }
  answer(call, (struct span){start, (u32)(at - start) + bytes});
}

static void on_resolved(struct span resolved) { (void)resolved; } // its launch

static void begin(void) {
  u32 count;
  char **args = arguments(&count);
  require(count == 2);
  start_service(args[1], "", 0, 0, "Run");
}
