// Computes on demand. Arguments: NAME, under which bench.v1.NAME is exported.
//
// Run takes two numbers of 32 bits in a BytesValue, which program and how much of it, and answers
// with a BytesValue: what the program gave and the nanoseconds it took, 64 bits each.
#include "kernels.h"
#include "service.h"

// The interpreter is measured with this one, without a kernel around it.
EXPORT("compute") u64 compute_directly(u32 which, u32 much) { return compute(which, much); }

static void on_call(struct id call, struct span param) {
  struct span numbers = field_of(field_of(param, 2), 1);
  u32 order[2];
  require(numbers.length == sizeof order);
  __builtin_memcpy(order, numbers.at, sizeof order);
  u64 began = monotonic();
  u64 report[2] = {compute(order[0], order[1]), 0};
  report[1] = monotonic() - began;
  u8 room[ANY_MARGIN + sizeof report];
  struct writer w = {room};
  __builtin_memcpy(put_any(&w, sizeof report), report, sizeof report);
  answer(call, (struct span){room, (u32)(w.at - room)});
}

static void on_resolved(struct span resolved) { (void)resolved; } // its launch

static void begin(void) {
  u32 count;
  char **args = arguments(&count);
  require(count == 2);
  start_service(args[1], "", 0, 0, "Run");
}
