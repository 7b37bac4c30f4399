// Both ends of the benchmarks' calls. Arguments:
//   echo NAME [REQUIRED…]  exports bench.v1.NAME, whose Echo answers with what it is given
//   call NAME TARGET       exports bench.v1.NAME, whose Run makes calls to bench.v1.TARGET
//   greet NAME greeting    the same, to FetchGreeting of greeting.v1.greeting, in French
//
// Run takes three numbers of 32 bits in a BytesValue: how many calls, with how many bytes each, how
// many at once. It answers with a BytesValue: for each call the nanoseconds it took, 32 bits each.
// Every answer is checked: it must belong to the call and carry its bytes, which differ from call to
// call, or be "bonjour". A wrong one traps.
#include "service.h"

enum { MAX_AT_ONCE = 1024 };

struct open_call {
  struct id id;
  u64 began, sequence;
};

static int is_caller, is_greeted;
static const char *target_package = "bench.v1", *target_name;
static struct id target_service, target_method;
static int located;

static struct open_call open_calls[MAX_AT_ONCE];
static struct room requests, results;
static u8 *parameter, *sequence_in_parameter;
static u32 prefix_length, parameter_length;
static struct span expected; // what every answer is

static struct id run_call;
static u32 calls_to_make, calls_made, calls_done, bytes_each;
static u32 *nanos;
static u64 sequence;

static void locate(void) {
  u8 room[128];
  struct writer w = {room};
  put_text(&w, 1, target_package);
  put_text(&w, 2, target_name);
  put_id(&w, 3, service);
  struct span found = ask(locate_, room, (u32)(w.at - room));
  target_service = to_id(field_of(found, 2));
  target_method = to_id(field_of(field_of(found, 3), 2));
  located = 1;
}

// A request is the bundle, whose length differs with its call id, and then the parameter. So the
// parameter stands at a fixed place, and the bundle is written in front of it.
static u8 bundle_start[96];
static u32 bundle_start_length;

// An Any of FetchGreetingRequest { tongue = French }, and of its answer.
static const char greeting_request[] = "\n4type.googleapis.com/greeting.v1.FetchGreetingRequest\x12\2\b\2";
static const char greeting_response[] = "\n5type.googleapis.com/greeting.v1.FetchGreetingResponse\x12\t\n\7bonjour";

static void prepare(u32 bytes) {
  struct writer w = {bundle_start};
  put_id(&w, 1, host);
  put_id(&w, 2, target_service);
  put_id(&w, 3, target_method);
  bundle_start_length = (u32)(w.at - bundle_start);

  u8 *room = room_of(&requests, BUNDLE_MARGIN + ANY_MARGIN + bytes), inner[ANY_MARGIN];
  w.at = inner;
  u32 any_length = is_greeted ? sizeof greeting_request - 1 : (u32)(put_any(&w, bytes) - inner) + bytes;
  w.at = room + BUNDLE_MARGIN;
  put_varint(&w, 3 << 3 | 2);
  put_varint(&w, any_length);
  prefix_length = (u32)(w.at - room) - BUNDLE_MARGIN;
  parameter = w.at;
  parameter_length = any_length;
  if (is_greeted) {
    put_raw(&w, greeting_request, any_length);
    expected = (struct span){(const u8 *)greeting_response, sizeof greeting_response - 1};
    return;
  }
  expected = (struct span){parameter, parameter_length};
  sequence_in_parameter = put_any(&w, bytes);
  for (u32 i = 0; i < bytes; i++) sequence_in_parameter[i] = (u8)(i * 7 + (i >> 8));
}

static void set_sequence(u64 value) {
  if (is_greeted) return;
  __builtin_memcpy(sequence_in_parameter, &value, sizeof value);
}

static void call_out(u32 slot, u64 now) {
  struct open_call *call = &open_calls[slot];
  *call = (struct open_call){new_call_id(slot), now, ++sequence};
  set_sequence(call->sequence);

  u8 bundle[BUNDLE_MARGIN];
  struct writer w = {bundle};
  put_raw(&w, bundle_start, bundle_start_length);
  put_id(&w, 4, call->id);
  u32 length = (u32)(w.at - bundle);
  u8 *request = parameter - prefix_length - length - 1 - varint_size(length);
  w.at = request;
  put_bytes(&w, 1, bundle, length);
  struct span response = ask(dispatch_, request, (u32)(parameter + parameter_length - request));
  require(is_id(field_of(response, 1), &call->id));
  calls_made++;
}

static u32 number_at(const u8 *at) {
  u32 value;
  __builtin_memcpy(&value, at, sizeof value);
  return value;
}

static void run(struct id call, struct span param) {
  struct span numbers = field_of(field_of(param, 2), 1);
  require(numbers.length == 12 && calls_done == calls_to_make);
  u32 at_once = number_at(numbers.at + 8);
  run_call = call;
  calls_to_make = number_at(numbers.at);
  calls_made = calls_done = 0;
  if (!located) locate();
  if (number_at(numbers.at + 4) != bytes_each) prepare(bytes_each = number_at(numbers.at + 4));
  require(at_once <= MAX_AT_ONCE && at_once <= calls_to_make && bytes_each >= 8);

  u32 result_bytes = calls_to_make * (u32)sizeof *nanos;
  struct writer w = {room_of(&results, ANY_MARGIN + result_bytes)};
  // Aligned, so that the numbers can be stored as such.
  w.at += 16 - ((u32)(put_any(&(struct writer){w.at}, result_bytes)) & 15);
  nanos = (u32 *)put_any(&w, result_bytes);

  u64 now = monotonic();
  for (u32 slot = 0; slot < at_once; slot++) call_out(slot, now);
}

static void finish(void) {
  u32 bytes = calls_to_make * (u32)sizeof *nanos;
  u8 inner[ANY_MARGIN];
  struct writer w = {inner};
  u32 head = (u32)(put_any(&w, bytes) - inner);
  answer(run_call, (struct span){(u8 *)nanos - head, head + bytes});
}

static void on_resolved(struct span resolved) {
  struct span id = {0}, result = {0};
  u64 error = 0;
  for (struct reader r = reading(resolved); next_field(&r);) {
    if (r.field == 2) id = r.bytes;
    if (r.field == 4) result = r.bytes;
    if (r.field == 5) error = r.number;
  }
  require(!error);
  u32 slot = id.length == 20 ? slot_of(id.at) : MAX_AT_ONCE;
  if (slot >= MAX_AT_ONCE || !is_id(id, &open_calls[slot].id)) {
    require(!calls_made && !calls_to_make); // its launch
    return;
  }
  set_sequence(open_calls[slot].sequence);
  require(result.length == expected.length && same_bytes(result.at, expected.at, result.length));
  u64 now = monotonic();
  nanos[calls_done++] = (u32)(now - open_calls[slot].began);
  open_calls[slot].id.length = 0;
  if (calls_made < calls_to_make) call_out(slot, now);
  else if (calls_done == calls_to_make) finish();
}

static void on_call(struct id call, struct span param) {
  if (is_caller) run(call, param);
  else answer(call, param);
}

static void begin(void) {
  u32 count;
  char **args = arguments(&count);
  require(count >= 3);
  is_greeted = same_text(args[1], "greet");
  is_caller = is_greeted || same_text(args[1], "call");
  if (is_greeted) target_package = "greeting.v1";
  require(is_caller ? count == 4 : same_text(args[1], "echo"));
  if (is_caller) target_name = args[3];
  start_service(args[2], target_package, args + 3, count - 3, is_caller ? "Run" : "Echo");
}
